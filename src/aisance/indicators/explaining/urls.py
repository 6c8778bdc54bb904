"""The pages of this room."""

from django.urls import path

from aisance.indicators.explaining.views import show_why

urlpatterns = [path("indicators/<slug:name>/why/", show_why, name="indicator-why")]
