from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "aisance.indicators"
    label = "indicators"
