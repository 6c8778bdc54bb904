"""The list of outgoing messages as a file."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aisance.outreach.models import Message
from aisance.ui.sheets import Column, Sheet

AT_ONCE = 2_000

COLUMNS = (
    Column("message", "whole"),
    Column("subject"),
    Column("channel"),
    Column("address"),
    Column("state"),
    Column("reason"),
    Column("receipt"),
    Column("purpose"),
    Column("filed", "moment"),
)


def sheet_of_messages(found: QuerySet[Message]) -> Sheet:
    """One row a message, in the order of the page, without its words."""
    title = _("Outgoing messages")
    about = [
        (_("Table"), title),
        (_("Personal data"), _("Keep this file no longer than you need it. That it was taken is on record.")),
    ]
    return Sheet(title, COLUMNS, _rows(found), about, size=found.count())


def _rows(found: QuerySet[Message]) -> Iterator[tuple[Any, ...]]:
    for message in found.iterator(chunk_size=AT_ONCE):
        yield (
            *(message.pk, message.subject, message.channel, message.address or None, message.state),
            *(message.reason or None, message.receipt or None, message.purpose, message.created_at),
        )
