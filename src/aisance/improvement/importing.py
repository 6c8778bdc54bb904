"""Measures of partners from files: one row a visit, control or request."""

from collections.abc import Sequence
from datetime import date
from math import isfinite
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.core.days import FIRST_DAY, LAST_DAY
from aisance.core.permissions import Viewer
from aisance.improvement.contracts import MeasureDraft
from aisance.improvement.models import Criterion, Partner
from aisance.improvement.partners.services import record_measures
from aisance.intake.contracts import Column, Fate, ImportKind, Problem, Refusal, Values
from aisance.intake.public import offer

COLUMNS = (
    Column("partner", _("The partner, by its code."), required=True),
    Column("criterion", _("What was measured, by its code."), required=True),
    Column("number", _("Its number where it was measured: of the visit, control or request."), required=True),
    Column("day", _("The day, as 2026-01-31."), required=True),
    Column("value", _("The value: 1 or 0 for a share, else a number with a point."), required=True),
)


class MeasureImporter:
    """Reads rows against the partners and criteria that there are; none is added."""

    def __init__(self) -> None:
        self._partners = dict(Partner.objects.values_list("code", "pk"))
        self._criteria = {row.code: row for row in Criterion.objects.filter(indicator="")}

    def parse(self, values: Values) -> MeasureDraft | Refusal:
        partner, criterion = (
            self._partners.get(values.get("partner", "")),
            self._criteria.get(values.get("criterion", "")),
        )
        number, problems = values.get("number", ""), []
        if partner is None:
            problems.append(Problem("partner", values.get("partner", ""), _("the code of a partner")))
        if criterion is None:
            problems.append(Problem("criterion", values.get("criterion", ""), _("the code of a criterion of your own")))
        if not number or len(number) > 60:
            problems.append(Problem("number", number, _("a number of at most 60 characters")))
        day, value = _day(values.get("day", "")), _value(values.get("value", ""), criterion)
        if day is None:
            problems.append(Problem("day", values.get("day", ""), _("a day as 2026-01-31")))
        if value is None:
            expected = _("1 or 0") if criterion and criterion.unit == "%" else _("a number such as 12.5")
            problems.append(Problem("value", values.get("value", ""), expected))
        if problems or partner is None or criterion is None or day is None or value is None:
            return tuple(problems)
        return MeasureDraft(partner, criterion.pk, number, day, value)

    def record(self, drafts: Sequence[MeasureDraft], *, by: Viewer) -> list[Fate | Refusal]:
        return [Fate.ACCEPTED if new else Fate.KNOWN for new in record_measures(drafts, by=by)]


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _value(text: str, criterion: Any) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    if not isfinite(value) or (criterion and criterion.unit == "%" and value not in (0.0, 1.0)):
        return None
    return value


MEASURES = offer(ImportKind("partner-measures", COLUMNS, MeasureImporter))
