from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "aisance.accounts"
    label = "accounts"
