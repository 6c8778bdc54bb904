"""Contacts as moments of a customer's time line."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from aisance.core.permissions import Viewer
from aisance.core.translated import translated
from aisance.customers.public import purchases_before
from aisance.journeys.contracts import Direction, Outcome
from aisance.journeys.models import CHANNEL_NAMES, OUTCOME_NAMES, Interaction
from aisance.journeys.money import money
from aisance.journeys.permissions import VIEW_CUSTOMERS
from aisance.journeys.queries import contacts_of
from aisance.ui.timeline import Moment

BAD = {Outcome.ABANDONED.value, Outcome.LEFT.value}


def contact_moments(
    viewer: Viewer, customer_ids: Sequence[int], before: datetime | None, limit: int
) -> Iterator[Moment]:
    """The newest contacts of a person with the viewer's units before a moment."""
    rows = contacts_of(viewer, customer_ids).defer("attributes")
    for row in (rows.filter(started_at__lt=before) if before else rows)[:limit]:
        yield Moment(row.started_at, "contact", _about(row), tuple(_details(row)), tone=_tone(row))


def _about(row: Interaction) -> str:
    """What it was about, else the step, else that there was one."""
    named = row.reason or row.step
    return (translated(named.name) if named else "") or pgettext("time line", "Contact")


def _details(row: Interaction) -> Iterator[Any]:
    yield CHANNEL_NAMES[row.channel]  # type: ignore[index]  # the values of an enum of strings
    if row.direction == Direction.OUTBOUND:
        yield _("from us")
    yield OUTCOME_NAMES[Outcome(row.outcome)] if row.outcome else _("not over")
    if row.wait_seconds is not None and row.wait_seconds >= 60:
        yield _waited(row.wait_seconds)
    if row.promised_by and row.done_at and row.done_at > row.promised_by:
        yield _("answered later than promised")
    yield row.unit.name
    if row.advisor:
        yield row.advisor.name or row.advisor.code


def purchase_moments(
    viewer: Viewer, customer_ids: Sequence[int], before: datetime | None, limit: int
) -> Iterator[Moment]:
    """The newest purchases of a person before a moment, for whoever may see customers."""
    if not viewer.holds(VIEW_CUSTOMERS):
        return
    for row in purchases_before(customer_ids, before, limit):
        returned = row.amount < 0
        title = pgettext("purchase", "Returned") if returned else pgettext("purchase", "Bought")
        number = _("order %(number)s") % {"number": row.order_number} if row.order_number else ""
        details = (money(abs(row.amount), row.currency), number, row.place)
        yield Moment(row.at, "purchase", title, tuple(detail for detail in details if detail))


def _waited(seconds: int) -> str:
    minutes = seconds // 60
    return ngettext("waited %(minutes)s minute", "waited %(minutes)s minutes", minutes) % {"minutes": minutes}


def _tone(row: Interaction) -> str:
    late = row.promised_by and (row.done_at is None or row.done_at > row.promised_by) and row.outcome
    return "bad" if row.outcome in BAD or late else ""
