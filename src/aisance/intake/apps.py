from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """An app without tables: it is one for the sake of its translations."""

    name = "aisance.intake"
    label = "intake"
