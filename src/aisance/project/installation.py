"""Brings an installation up to this release: folders, tables, the first programme."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from aisance.project.laying import lay_tables


def prepare() -> list[str]:
    """Create the home folder and the database, apply what is missing; returns the migrations applied.

    A new home folder is its owner's alone, since customers' data lie in it.

    Safe to call at every start and from several processes on SQLite, whose file it locks by its first write.
    """
    settings.ENVIRONMENT.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        lay_tables(executor)
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def pending_migrations() -> list[str]:
    """The migrations that this release has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
