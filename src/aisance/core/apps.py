from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "aisance.core"
    label = "core"
