"""The pages of this room."""

from django.urls import path

from aisance.indicators.weighting import views
from aisance.indicators.weighting.representativity import show_representativity

urlpatterns = [
    path("weightings/", views.list_weightings, name="weighting-list"),
    path("weightings/add/", views.add_weighting, name="weighting-add"),
    path("weightings/<slug:code>/remove/", views.take_weighting_away, name="weighting-remove"),
    path("indicators/<slug:name>/weighted/", views.show_weighted, name="indicator-weighted"),
    path("indicators/<slug:name>/representativity/", show_representativity, name="indicator-representativity"),
]
