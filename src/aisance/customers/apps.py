from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "aisance.customers"
    label = "customers"
