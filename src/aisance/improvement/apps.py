from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    name = "aisance.improvement"
    label = "improvement"
