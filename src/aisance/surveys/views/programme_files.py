"""What programmes did, as files: all of them, the way from contact to answer of one, its decisions."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from aisance.core.translated import translated
from aisance.surveys.models import Invitation, Programme
from aisance.surveys.sheets import sheet_of_decisions, sheet_of_funnel, sheet_of_programmes
from aisance.ui.sheets import Wanted

type Row = Mapping[str, Any]


def programmes_taken(file: Wanted, rows: Sequence[Row], span: Row) -> HttpResponseBase:
    """The list of programmes with what each did in the days of the page."""
    cells = [
        (
            *(row["programme"].code, row["name"], row["programme"].state, row["programme"].unit.code),
            *(span["start"], span["end"]),
            *(row["counts"][stage] for stage in ("eligible", "invited", "answered")),
            *(row["completed"], row["rate"], row["rate_low"], row["rate_high"]),
        )
        for row in rows
    ]
    return file.of(sheet_of_programmes(cells), "programmes", *_days(span))


def programme_taken(
    file: Wanted, programme: Programme, decided: QuerySet[Invitation], stages: Sequence[Row], span: Row
) -> HttpResponseBase:
    """The decisions where they are asked for, else the stages of the page."""
    if file.table == "decisions":
        return decisions_taken(file, programme, decided, span)
    opening = (programme.code, span["start"], span["end"])
    rows = [(*opening, *cells) for stage in stages for cells in _stage(stage)]
    return file.of(sheet_of_funnel(rows, translated(programme.name)), "programme", programme.code, *_days(span))


def _stage(stage: Row) -> list[tuple[Any, ...]]:
    """The stage, then what it loses on the way to the next."""
    named = (stage["code"], str(stage["name"]))
    losses = [
        (*named, loss["reason"] or None, str(loss["name"]), loss["count"], loss["share"]) for loss in stage["losses"]
    ]
    return [(*named, None, None, stage["count"], stage["share"]), *losses]


def decisions_taken(file: Wanted, programme: Programme, decided: QuerySet[Invitation], span: Row) -> HttpResponseBase:
    """Every decision of the days, one row each."""
    title = _("Decisions of %(programme)s") % {"programme": translated(programme.name)}
    return file.of(sheet_of_decisions(decided, title), "decisions", programme.code, *_days(span))


def _days(span: Row) -> tuple[str, str]:
    return span["start"].isoformat(), span["end"].isoformat()
