from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "aisance.surveys"
    label = "surveys"
