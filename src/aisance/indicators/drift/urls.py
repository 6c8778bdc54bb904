"""The pages of this room."""

from django.urls import path

from aisance.indicators.drift.views import see_drifts, show_drift

urlpatterns = [
    path("indicators/<slug:name>/drift/", show_drift, name="indicator-drift"),
    path("indicators/<slug:name>/drift/seen/", see_drifts, name="indicator-drift-seen"),
]
