"""Events between domains: written with the change that caused them, delivered at least once.

An event is a frozen dataclass in its emitter's `contracts`, of JSON values only. `emit` writes it to the outbox inside
the emitter's transaction. The worker delivers it to every handler in the order of emission; a handler is idempotent,
since a crash between its work and the mark of delivery delivers again.
"""

import logging
from collections.abc import Callable, Collection, Sequence
from contextvars import ContextVar
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from aisance.core import clock
from aisance.core.bulk import insert_rows, stored_json, stored_moment
from aisance.core.models import Event

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=20)  # a handler takes well under a second; twice is harmless
RETRY_LIMIT = 20

_current: ContextVar[int] = ContextVar("event_being_handled", default=0)

_handlers: dict[str, list[Callable[[Any], None]]] = {}
_kinds: dict[str, type] = {}


def handles[E](kind: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a handler of one kind of event. The handler must bear being called twice with the same event."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        _kinds[kind.__name__] = kind
        _handlers.setdefault(kind.__name__, []).append(handler)
        return handler

    return register


def emit(event: Any) -> None:
    """Write an event to the outbox. Must be called inside the transaction of the change it tells of."""
    if not connection.in_atomic_block:
        raise RuntimeError("An event is emitted inside the transaction of its cause.")
    Event.objects.create(name=type(event).__name__, payload=asdict(event), emitted_at=clock.now())


def emit_all(events: Sequence[Any]) -> None:
    """The same for several events, in their order, with one statement; none where there are none."""
    if events and not connection.in_atomic_block:
        raise RuntimeError("An event is emitted inside the transaction of its cause.")
    now = stored_moment(clock.now())
    rows = [(type(event).__name__, stored_json(asdict(event)), now, 0, "") for event in events]
    insert_rows("core_event", ("name", "payload", "emitted_at", "attempts", "last_error"), rows)


def current_event_id() -> int:
    """The number of the event that is being handled, the same when it is delivered again; 0 elsewhere."""
    return _current.get()


def waiting[E](kind: type[E], limit: int) -> list[E]:
    """The first events of a kind that no handler has had to its end: for who would rather do many at once."""
    rows = Event.objects.filter(name=kind.__name__, handled_at__isnull=True, attempts__lt=RETRY_LIMIT).order_by("pk")
    return [kind(**payload) for payload in rows.values_list("payload", flat=True)[:limit]]


def deliver_events(limit: int = 50) -> int:
    """Deliver waiting events to their handlers; returns how many were handled. Several workers may call it."""
    return sum(_deliver(event) for event in _claim(limit))


def still_unhandled(names: Collection[str], before: int, limit: int = 200) -> list[tuple[int, str, dict[str, Any]]]:
    """Events of these names emitted before another that wait for their handlers: numbers, names and payloads."""
    rows = Event.objects.filter(handled_at__isnull=True, attempts__lt=RETRY_LIMIT, name__in=names, pk__lt=before)
    return list(rows.order_by("pk").values_list("pk", "name", "payload")[:limit])


def _claim(limit: int) -> list[Event]:
    now = clock.now()
    free = Event.objects.filter(handled_at__isnull=True, attempts__lt=RETRY_LIMIT).exclude(claimed_until__gt=now)
    with transaction.atomic():
        rows = free.order_by("pk").select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        claimed = list(rows[:limit])
        Event.objects.filter(pk__in=[event.pk for event in claimed]).update(claimed_until=now + LEASE)
    return claimed


def _deliver(event: Event) -> int:
    token = _current.set(event.pk)
    try:
        for handler in _handlers.get(event.name, []):
            handler(_kinds[event.name](**event.payload))
    except Exception as problem:
        # The type of the problem only: its text may quote a customer's data.
        log.exception("Event %s (%s) failed", event.pk, event.name)
        pause = timedelta(seconds=min(2**event.attempts, 300))
        Event.objects.filter(pk=event.pk).update(
            attempts=event.attempts + 1, last_error=type(problem).__name__, claimed_until=clock.now() + pause
        )
        return 0
    finally:
        _current.reset(token)
    Event.objects.filter(pk=event.pk).update(handled_at=clock.now(), claimed_until=None)
    return 1
