from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "aisance.consent"
    label = "consent"
