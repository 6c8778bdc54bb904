"""The pages of this room."""

from django.urls import path

from aisance.indicators.journeymap import views

urlpatterns = [
    path("journeys/map/", views.show_map, name="journey-map"),
    path("journeys/map/mark/", views.mark, name="moment-mark"),
    path("journeys/map/moments/<int:moment_id>/remove/", views.unmark, name="moment-remove"),
]
