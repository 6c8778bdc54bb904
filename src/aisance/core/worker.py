"""The worker: a loop over the chores that domains register.

A chore does what is due now and returns how much it did. It claims its rows with a lease, so that several workers may
run and a killed one loses nothing: what it held becomes free when the lease ends.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import close_old_connections, connections

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Chore:
    """One thing to do again and again. `rest_seconds` is the pause after a round that found nothing to do.

    An `aside` one has a thread of its own: it may take a minute, for which no answer and no mail is to wait.
    """

    name: str
    work: Callable[[], int]
    rest_seconds: float
    next_at: float = 0.0
    aside: bool = False


CHORES: dict[str, Chore] = {}


def chore(name: str, *, rest_seconds: float, aside: bool = False) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Register a chore under a unique name; called at import by a domain's `tasks.py`."""

    def register(work: Callable[[], int]) -> Callable[[], int]:
        CHORES[name] = Chore(name, work, rest_seconds, aside=aside)
        return work

    return register


def run_once() -> int:
    """Run every chore once, in the order of registration; returns how much was done in all. For tests and tools."""
    return sum(entry.work() for entry in CHORES.values())


def run_until_idle(rounds: int = 100) -> int:
    """Run all chores until a whole round finds nothing to do; returns how much was done. For tests and the demo."""
    total = 0
    for _ in range(rounds):
        done = run_once()
        total += done
        if not done:
            break
    return total


def run_forever(stop: threading.Event) -> None:
    """Run chores until `stop` is set. A chore that fails is logged, rests, and is tried again."""
    aside = [
        threading.Thread(target=_run_aside, args=(entry, stop), name=entry.name)
        for entry in CHORES.values()
        if entry.aside
    ]
    for thread in aside:
        thread.start()
    _keep_running([entry for entry in CHORES.values() if not entry.aside], stop)
    for thread in aside:
        thread.join()


def _run_aside(entry: Chore, stop: threading.Event) -> None:
    try:
        _keep_running([entry], stop)
    finally:
        connections.close_all()


def _keep_running(entries: Sequence[Chore], stop: threading.Event) -> None:
    while not stop.is_set():
        for entry in entries:
            if not stop.is_set() and entry.next_at <= time.monotonic():
                _run(entry)
        stop.wait(0.05)


def _run(entry: Chore) -> None:
    close_old_connections()
    try:
        done = entry.work()
    except Exception:
        log.exception("Chore %s failed", entry.name)
        entry.next_at = time.monotonic() + 5.0
        return
    entry.next_at = time.monotonic() + (0.0 if done else entry.rest_seconds)
