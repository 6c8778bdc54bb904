from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "aisance.outreach"
    label = "outreach"
