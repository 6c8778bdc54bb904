"""The addresses of consent."""

from django.urls import path

from aisance.consent.views import preferences

urlpatterns = [
    path("preferences/confirm/<str:signed>/", preferences.confirm, name="preferences-confirm"),
    path("preferences/<str:signed>/", preferences.preferences, name="preferences"),
    path("preferences/<str:signed>/stop/", preferences.stop, name="preferences-stop"),
    path("preferences/<str:signed>/stop/<slug:purpose>/", preferences.stop, name="preferences-stop-one"),
]
