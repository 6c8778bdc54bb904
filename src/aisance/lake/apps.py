from django.apps import AppConfig


class LakeConfig(AppConfig):
    name = "aisance.lake"
    label = "lake"
