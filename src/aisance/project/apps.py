"""Loads what every domain declares: rights, facts, handlers of events, chores of the worker, kinds of import."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ProjectConfig(AppConfig):
    name = "aisance.project"
    label = "project"

    def ready(self) -> None:
        autodiscover_modules("permissions", "facts", "handlers", "tasks", "importing", "personal", "conditions")
