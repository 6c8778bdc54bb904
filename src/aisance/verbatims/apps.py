from django.apps import AppConfig


class VerbatimsConfig(AppConfig):
    name = "aisance.verbatims"
    label = "verbatims"
