"""The pages of this room."""

from django.urls import path

from aisance.indicators.planning.views import show_precision

urlpatterns = [path("indicators/<slug:name>/precision/", show_precision, name="indicator-precision")]
