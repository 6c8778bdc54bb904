from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "aisance.ui"
    label = "ui"
