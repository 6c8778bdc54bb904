"""The pages of this room."""

from django.urls import path

from aisance.indicators.bonuses import views

urlpatterns = [
    path("asked/bonuses/", views.list_bonuses, name="bonus-list"),
    path("asked/bonuses/<int:pk>/remove/", views.take_bonus_away, name="bonus-remove"),
]
