from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "aisance.journeys"
    label = "journeys"
