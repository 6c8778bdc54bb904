"""The list of customers as a file."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from typing import Any

from django.utils.translation import gettext as _

from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerCard, IdentifierKind
from aisance.customers.public import customer_cards
from aisance.journeys import queries
from aisance.ui.sheets import Column, Sheet

AT_ONCE = 500

COLUMNS = (
    Column("id", "whole"),
    Column("name"),
    *(Column(kind.value) for kind in IdentifierKind),
    Column("language"),
    Column("last_contact", "moment"),
)


def sheet_of_customers(viewer: Viewer, customer_ids: Iterable[int], *, size: int) -> Sheet:
    """One row a customer, in the order of the page; what is known several times stands in one cell, by spaces."""
    title = _("Customers")
    about = [
        (_("Table"), title),
        (_("Personal data"), _("Keep this file no longer than you need it. That it was taken is on record.")),
        (_("Last contact"), _("With the units that you see; empty where there was none.")),
    ]
    return Sheet(title, COLUMNS, _rows(viewer, customer_ids), about, size=size)


def sheet_of_segment(viewer: Viewer, name: str, ids: Sequence[int]) -> Sheet:
    """The same of the customers of a segment."""
    title = _("Customers of the segment %(name)s") % {"name": name}
    about = [
        (_("Table"), title),
        (_("Personal data"), _("Keep this file no longer than you need it. That it was taken is on record.")),
    ]
    rows = (row for some in batched(ids, AT_ONCE) for row in _lines(viewer, some))
    return Sheet(title, COLUMNS, rows, about, size=len(ids))


def _rows(viewer: Viewer, customer_ids: Iterable[int]) -> Iterator[tuple[Any, ...]]:
    for some in batched(customer_ids, AT_ONCE):
        yield from _lines(viewer, some)


def _lines(viewer: Viewer, some: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    cards = customer_cards(some)
    last = queries.last_contacts(viewer, cards)
    for pk in some:
        if pk in cards:
            yield (*_said_of(cards[pk]), last.get(pk))


def _said_of(card: CustomerCard) -> tuple[Any, ...]:
    known = [" ".join(value for one, value in card.identifiers if one == kind) or None for kind in IdentifierKind]
    return (card.id, card.name or None, *known, card.language or None)
