from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "aisance.cases"
    label = "cases"
