from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "aisance.demo"
    label = "demo"
