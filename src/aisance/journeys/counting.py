"""Which contacts an indicator counts, by a word: the list of contacts keeps the same rows as the figure.

A test holds each of them to the number that the figure tells.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aisance.core import clock
from aisance.journeys.contracts import Channel, Counted, Direction, Outcome

SERVED = (Outcome.ANSWERED, Outcome.RESOLVED, Outcome.TRANSFERRED)

_OVER = Q(direction=Direction.INBOUND, outcome__isnull=False)
_CALLS = _OVER & Q(channel=Channel.PHONE)
_SERVED = Q(outcome__in=SERVED)
_KNOWN = Q(customer__isnull=False, reason__isnull=False)


@dataclass(frozen=True, slots=True)
class CountedContacts:
    """What is counted, in words, and the condition that keeps it."""

    name: Any
    condition: Callable[[], Q]


COUNTED = {
    Counted.OVER: CountedContacts(_("contacts that customers began, over"), lambda: _OVER),
    Counted.CALLS: CountedContacts(_("calls offered: inbound, on the phone, over"), lambda: _CALLS),
    Counted.CALLS_TIMED: CountedContacts(
        _("calls offered, those answered after an unknown wait left out"),
        lambda: _CALLS & (~_SERVED | Q(wait_seconds__isnull=False)),
    ),
    Counted.CALLS_WAITED: CountedContacts(
        _("calls offered, with a known wait"), lambda: _CALLS & Q(wait_seconds__isnull=False)
    ),
    Counted.CALLS_HANDLED: CountedContacts(
        _("calls served, with a known handling time"), lambda: _CALLS & _SERVED & Q(handling_seconds__isnull=False)
    ),
    Counted.REASONS_KNOWN: CountedContacts(
        _("contacts of known customers with a known reason, over"), lambda: _OVER & _KNOWN
    ),
    Counted.REASONS_SERVED: CountedContacts(
        _("served contacts of known customers with a known reason"), lambda: _OVER & _SERVED & _KNOWN
    ),
    Counted.PROMISED: CountedContacts(_("requests done, or past their promised time"), lambda: _promised()),
    Counted.DONE: CountedContacts(
        _("requests with a promised time that are done"), lambda: Q(promised_by__isnull=False, done_at__isnull=False)
    ),
}


def _promised() -> Q:
    """The figure takes a promise for past by the beginning of today in UTC, in which the store keeps moments."""
    today = datetime.combine(clock.today(), time.min, tzinfo=UTC)
    return Q(promised_by__isnull=False) & (Q(done_at__isnull=False) | Q(promised_by__lt=today))
