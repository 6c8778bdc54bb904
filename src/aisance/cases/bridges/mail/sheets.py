"""The list of mail as a file."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aisance.cases.models import InboundMail
from aisance.ui.sheets import Column, Sheet

COLUMNS = (
    Column("mail", "whole"),
    Column("received", "moment"),
    Column("sender"),
    Column("subject"),
    Column("reason"),
    Column("case"),
    Column("unit"),
)


def sheet_of_mail(found: QuerySet[InboundMail]) -> Sheet:
    """One row a mail, without its words."""
    about = [
        (_("Table"), _("Mail to sort")),
        (_("Personal data"), _("Keep this file no longer than you need it. That it was taken is on record.")),
    ]
    return Sheet(_("Mail to sort"), COLUMNS, _rows(found), about, size=found.count())


def _rows(found: QuerySet[InboundMail]) -> Iterator[tuple[Any, ...]]:
    for row in found.iterator(chunk_size=2_000):
        number, unit = row.case.number if row.case else None, row.unit.code if row.unit else None
        yield row.pk, row.received_at, row.sender or None, row.subject or None, row.reason, number, unit
