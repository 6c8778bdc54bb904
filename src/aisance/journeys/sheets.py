"""The list of customers as a file."""

from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.db.models import QuerySet
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


def sheet_of_customers(viewer: Viewer, found: QuerySet[Any]) -> Sheet:
    """One row a customer, in the order of the page; what is known several times stands in one cell, by spaces."""
    title = _("Customers")
    about = [
        (_("Table"), title),
        (_("Personal data"), _("Keep this file no longer than you need it. That it was taken is on record.")),
        (_("Last contact"), _("With the units that you see; empty where there was none.")),
    ]
    return Sheet(title, COLUMNS, _rows(viewer, found), about, size=found.count())


def _rows(viewer: Viewer, found: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    for some in batched(found.values_list("pk", flat=True).iterator(chunk_size=AT_ONCE), AT_ONCE):
        cards = customer_cards(some)
        last = queries.last_contacts(viewer, cards)
        for pk in some:
            if pk in cards:
                yield (*_said_of(cards[pk]), last.get(pk))


def _said_of(card: CustomerCard) -> tuple[Any, ...]:
    known = [" ".join(value for one, value in card.identifiers if one == kind) or None for kind in IdentifierKind]
    return (card.id, card.name or None, *known, card.language or None)
