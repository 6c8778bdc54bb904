"""The pages of this room."""

from django.urls import path

from aisance.indicators.ranks.views import show_ranking

urlpatterns = [path("indicators/<slug:name>/ranking/", show_ranking, name="indicator-ranking")]
