from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "aisance.boards"
    label = "boards"
