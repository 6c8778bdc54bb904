"""Commits that survive a power cut."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def durable_commits() -> Iterator[None]:
    """What is committed within is on the disk when the commit returns.

    PostgreSQL always waits for the disk. SQLite elsewhere does not, so that a power cut may take the last commits; it
    cannot be told so inside a transaction, where this does nothing.
    """
    needed = connection.vendor == "sqlite" and not connection.in_atomic_block
    if needed:
        _synchronous("FULL")
    try:
        yield
    finally:
        if needed:
            _synchronous("NORMAL")


def _synchronous(level: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={level}")
