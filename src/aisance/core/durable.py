"""Commits that survive a power cut."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, connection

log = logging.getLogger(__name__)


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


def durably[T, R](apply: Callable[[Sequence[T]], Sequence[R]]) -> Callable[[Sequence[T]], Sequence[R]]:
    """The same function, whose commit is on the disk when it returns."""

    def applied(items: Sequence[T]) -> Sequence[R]:
        with durable_commits():
            return apply(items)

    return applied


def hang_up(problem: BaseException) -> None:
    """After a problem with the connection, let the next statement of this thread open one of its own."""
    if isinstance(problem, OperationalError | InterfaceError) and not connection.in_atomic_block:
        log.warning("A writer lost its database: %s", type(problem).__name__)
        try:
            connection.close()
        except (OperationalError, InterfaceError) as broken:  # it was dead already
            log.info("A broken connection was closed: %s", type(broken).__name__)
