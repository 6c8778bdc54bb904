"""The only source of "now", so that a test can say what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time

from django.utils import timezone

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The present day in the company's time zone (`AISANCE_TIME_ZONE`)."""
    return local_day(now())


def local_day(moment: datetime) -> date:
    """The day on which an aware moment falls, in the company's time zone."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def start_of_day(day: date) -> datetime:
    """The moment at which a day begins in the company's time zone."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Stop the clock at an aware moment, in this context only; for tests and for the demo company."""
    if moment.tzinfo is None:
        raise ValueError("The clock needs a moment with a time zone.")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
