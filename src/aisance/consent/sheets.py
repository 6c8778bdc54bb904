"""The ledger as a file."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aisance.consent.models import Entry
from aisance.ui.sheets import Column, Sheet

COLUMNS = (
    Column("position", "whole"),
    Column("at", "moment"),
    Column("said_at", "moment"),
    Column("customer", "whole"),
    Column("purpose"),
    Column("channel"),
    Column("act"),
    Column("method"),
    Column("notice"),
    Column("actor"),
    Column("hash"),
)


def sheet_of_ledger(found: QuerySet[Entry]) -> Sheet:
    """One row an entry, in the order of the page."""
    title = _("Ledger of consent")
    about = [
        (_("Table"), title),
        (_("Personal data"), _("Keep this file no longer than you need it. That it was taken is on record.")),
    ]
    return Sheet(title, COLUMNS, _rows(found), about, size=found.count())


def _rows(found: QuerySet[Entry]) -> Iterator[tuple[Any, ...]]:
    for row in found.iterator(chunk_size=2_000):
        person = getattr(row, "person", None)
        notice = f"{row.notice.purpose}/{row.notice.number}" if row.notice else None
        yield (
            *(row.position, row.at, row.said_at, person.customer_id if person else None, row.purpose, row.channel),
            *(row.act, row.method, notice, row.actor, row.hash),
        )
