"""The pages of this domain."""

from django.urls import path

from aisance.indicators import definitions, views

urlpatterns = [
    path("", views.show_first_page, name="first-page"),
    path("indicators/", views.list_indicators, name="indicator-list"),
    path("indicators/chosen/", views.choose_scorecard, name="scorecard"),
    *definitions.urlpatterns,
]
