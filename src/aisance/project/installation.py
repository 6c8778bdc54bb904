"""Brings an installation up to this release: folders, tables, the first programme."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from aisance.project.laying import lay_tables

PREPARING_LOCK = 7_340_225
AGAIN_AFTER_SECONDS = 0.2


def prepare() -> list[str]:
    """Create the home folder and the database, apply what is missing; returns the migrations applied.

    A new home folder is its owner's alone, since customers' data lie in it.

    Safe to call at every start and from several processes at once: on SQLite by the lock of its file, which the first
    write takes; on PostgreSQL the others wait until the first is done, and find nothing to do.
    """
    settings.ENVIRONMENT.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with nobody_else():
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            lay_tables(executor)
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@contextmanager
def nobody_else() -> Iterator[None]:
    """Prepare alone. The lock is the session's, since migrations have transactions of their own."""
    if connection.vendor != "postgresql":
        yield
        return
    # Asked for again and again: who waits inside a statement holds up an index that is built beside running writers.
    while not _asked("SELECT pg_try_advisory_lock(%s)"):
        time.sleep(AGAIN_AFTER_SECONDS)
    try:
        yield
    except BaseException:
        connection.close()  # which gives the lock back whatever state the session is in
        raise
    _asked("SELECT pg_advisory_unlock(%s)")


def _asked(question: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [PREPARING_LOCK])
        return bool(cursor.fetchone()[0])


def pending_migrations() -> list[str]:
    """The migrations that this release has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
