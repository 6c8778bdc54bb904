from django.apps import AppConfig


class AdvocacyConfig(AppConfig):
    name = "aisance.advocacy"
    label = "advocacy"
