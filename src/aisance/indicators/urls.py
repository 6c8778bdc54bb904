"""The pages of this domain."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import path

from aisance.indicators import views

urlpatterns = [
    path("", views.show_first_page, name="first-page"),
    path("indicators/", views.list_indicators, name="indicator-list"),
    path("indicators/chosen/", views.choose_scorecard, name="scorecard"),
]
if find_spec("aisance.indicators.definitions"):
    urlpatterns += import_module("aisance.indicators.definitions").urlpatterns
else:
    urlpatterns.append(path("indicators/<slug:name>/", views.list_indicators, name="indicator-definition"))
