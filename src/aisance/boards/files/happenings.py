"""The time line as a file."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from aisance.boards.contracts import MarkKind
from aisance.boards.models import MARK_NAMES, TimeMark
from aisance.core.translated import translated
from aisance.ui.sheets import Column, Sheet

COLUMNS = (
    Column("from", "day"),
    Column("to", "day"),
    Column("kind"),
    Column("kind_name"),
    Column("what_happened"),
    Column("unit"),
    Column("unit_name"),
)


def sheet_of_marks(marks: Iterable[TimeMark]) -> Sheet:
    """One row an event, in the order of the page; the last day is empty where it did not last."""
    title = _("Time line")
    rows = [
        (
            *(mark.day, mark.until, mark.kind, str(MARK_NAMES[MarkKind(mark.kind)]), translated(mark.words)),
            *(mark.unit.code, mark.unit.name),
        )
        for mark in marks
    ]
    return Sheet(title, COLUMNS, rows, [(_("Table"), title)])
