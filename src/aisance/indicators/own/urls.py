"""The pages of this room."""

from django.urls import URLPattern, path

from aisance.indicators.own import views

urlpatterns: list[URLPattern] = [
    path("indicators/own/", views.show_own_indicators, name="own-indicators"),
    path("indicators/own/new/", views.add_own_indicator, name="own-indicator-add"),
    path("indicators/own/question/", views.add_question, name="own-question-add"),
    path("indicators/own/<slug:code>/", views.edit_own_indicator, name="own-indicator-edit"),
    path("indicators/own/<slug:code>/approve/", views.approve, name="own-indicator-approve"),
    path("indicators/own/<slug:code>/retire/", views.retire, name="own-indicator-retire"),
    path("indicators/own/<slug:code>/discard/", views.discard, name="own-indicator-discard"),
]
