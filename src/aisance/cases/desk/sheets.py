"""The queue as a file."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import batched
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aisance.cases.desk.queue import lines_of
from aisance.cases.desk.team import Team
from aisance.cases.models import Case, ReplyTemplate
from aisance.core.permissions import Viewer
from aisance.ui.sheets import Column, Sheet

AT_ONCE = 500
COLUMNS = (
    Column("case"),
    Column("status"),
    Column("customer"),
    Column("quote"),
    Column("unit"),
    Column("owner"),
    Column("source"),
    Column("stake", "number"),
    *(Column(f"{name}_at", "moment") for name in ("opened", "due", "first_touched", "closed")),
    Column("outcome"),
    Column("reason"),
    Column("root_cause"),
)
TEMPLATE_COLUMNS = (
    *(Column(name) for name in ("name", "language", "reason", "outcome", "subject", "body")),
    Column("uses", "whole"),
)


def sheet_of_templates(rows: Iterable[ReplyTemplate]) -> Sheet:
    """One row a template."""
    title = _("Reply templates")
    told = [
        (
            *(row.name, row.language, row.reason.code if row.reason else None, row.outcome or None),
            *(row.subject or None, row.body, row.uses),
        )
        for row in rows
    ]
    return Sheet(title, TEMPLATE_COLUMNS, told, [(_("Table"), title)], size=len(told))


TEAM_COLUMNS = (
    Column("person"),
    *(Column(name, "whole") for name in ("open", "late", "waiting", "closed")),
    *(Column(name, "number") for name in ("first_touch_hours", "first_touch_hours_low", "first_touch_hours_high")),
    Column("first_touch_n", "whole"),
    *(Column(name, "number") for name in ("solved_or_saved", "solved_or_saved_low", "solved_or_saved_high")),
)


def sheet_of_team(team: Team) -> Sheet:
    """One row a person; the pool without a name. Shares go from 0 to 1."""
    title = _("Cases of the team")
    rows = [
        (
            *(one.name or None, one.open, one.late, one.waiting, one.closed),
            *(_hours(one.first_touch.value), _hours(one.first_touch.low), _hours(one.first_touch.high)),
            *(one.first_touch.n, one.solved.value, one.solved.low, one.solved.high),
        )
        for one in team.loads
    ]
    about = [(_("Table"), title), (_("First touch"), _("Median of the elapsed hours, and its interval at 95%."))]
    return Sheet(title, TEAM_COLUMNS, rows, about, size=len(rows))


def _hours(duration: timedelta | None) -> float | None:
    return None if duration is None else duration.total_seconds() / 3600


def sheet_of_cases(viewer: Viewer, rows: QuerySet[Case]) -> Sheet:
    """One row a case, in the order of the page."""
    title = _("Cases")
    about = [
        (_("Table"), title),
        (_("Stake"), _("What is lost if the case waits, in points from 0 to 100.")),
        (_("Personal data"), _("Keep this file no longer than you need it.")),
    ]
    return Sheet(title, COLUMNS, _rows(viewer, rows), about, size=rows.count())


def _rows(viewer: Viewer, rows: QuerySet[Case]) -> Iterator[tuple[Any, ...]]:
    wide = rows.select_related("unit", "owner", "reason", "root_cause")
    for some in batched(wide.iterator(chunk_size=AT_ONCE), AT_ONCE):
        for line in lines_of(viewer, some):
            case = line.case
            yield (
                *(case.number, case.status, line.customer or None, line.quote or None, case.unit.name),
                *(case.owner.name if case.owner else None, case.source, case.stake),
                *(case.opened_at, case.due_at, case.first_touched_at, case.closed_at, case.outcome),
                case.reason.code if case.reason else None,
                case.root_cause.code if case.root_cause else None,
            )
