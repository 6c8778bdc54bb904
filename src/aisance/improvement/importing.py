"""Partners from files: measures, one row a visit, control or request, and the criteria that they are measured by."""

import re
from collections.abc import Sequence
from datetime import date
from math import isfinite
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.core.days import FIRST_DAY, LAST_DAY
from aisance.core.permissions import Viewer
from aisance.improvement.contracts import CriterionDraft, ImprovementError, MeasureDraft
from aisance.improvement.models import Criterion, Partner, PartnerUnit
from aisance.improvement.partners.services import as_shown, drafted, record_measures, set_criterion
from aisance.intake.contracts import Column, Fate, ImportKind, Problem, Refusal, Values
from aisance.intake.public import offer

CODE = re.compile(r"[-a-zA-Z0-9_]{1,60}")
COLUMNS = (
    Column("partner", _("The partner, by its code."), required=True),
    Column("criterion", _("What was measured, by its code."), required=True),
    Column("number", _("Its number where it was measured: of the visit, control or request."), required=True),
    Column("day", _("The day, as 2026-01-31."), required=True),
    Column("value", _("The value: 1 or 0 for a share, else a number with a point."), required=True),
    Column("unit", _("Where it happened: the code of one of the partner’s units; empty for the partner as a whole.")),
)


class MeasureImporter:
    """Reads rows against the partners and criteria that there are; none is added."""

    def __init__(self) -> None:
        self._partners = dict(Partner.objects.values_list("code", "pk"))
        self._criteria = {row.code: row for row in Criterion.objects.filter(indicator="")}
        places = PartnerUnit.objects.values_list("partner__code", "unit__code", "unit_id")
        self._units = {(partner, unit): pk for partner, unit, pk in places}

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
        unit = values.get("unit", "")
        unit_id = self._units.get((values.get("partner", ""), unit))
        if unit and partner is not None and unit_id is None:
            problems.append(Problem("unit", unit, _("the code of one of this partner’s units")))
        if problems or partner is None or criterion is None or day is None or value is None:
            return tuple(problems)
        return MeasureDraft(partner, criterion.pk, number, day, value, unit_id)

    def record(self, drafts: Sequence[MeasureDraft], *, by: Viewer) -> list[Fate | Refusal]:
        return [Fate.ACCEPTED if new else Fate.KNOWN for new in record_measures(drafts, by=by)]


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _value(text: str, criterion: Any) -> float | None:
    value = _number(text)
    if value is None or (criterion and criterion.unit == "%" and value not in (0.0, 1.0)):
        return None
    return value


CRITERIA_COLUMNS = (
    Column("code", _("A short code of its own; a known one changes the criterion."), required=True),
    Column("title", _("What is measured, in a few words."), required=True),
    Column("indicator", _("The indicator that measures it, by its name; empty where files bring the values.")),
    Column("unit", _("What files bring: %, hours, seconds, points or on the scale; empty for %.")),
    Column("better", _("Which way is better: up or down; empty for up.")),
    Column("watch", _("From where one watches, as shown: 85 for 85%."), required=True),
    Column("act", _("From where one acts, as shown."), required=True),
    Column("minimum_n", _("The least n at which anything is said; empty for 20.")),
)
BETTER = {"": True, "up": True, "down": False}


class CriterionImporter:
    """Reads criteria; a row whose thresholds or indicator cannot be is refused with the reason."""

    def parse(self, values: Values) -> CriterionDraft | Refusal:
        problems = [
            Problem(name, values.get(name, ""), expected)
            for name, expected, is_right in (
                ("code", _("letters, digits, - and _, at most 60"), bool(CODE.fullmatch(values.get("code", "")))),
                ("title", _("at most 120 characters"), 0 < len(values.get("title", "")) <= 120),
                ("better", _("up or down"), values.get("better", "") in BETTER),
                ("watch", _("a number such as 12.5"), _number(values.get("watch", "")) is not None),
                ("act", _("a number such as 12.5"), _number(values.get("act", "")) is not None),
                ("minimum_n", _("a whole number from 1 to 10000"), _whole(values.get("minimum_n", "20")) is not None),
            )
            if not is_right
        ]
        return tuple(problems) or self._read(values)

    def _read(self, values: Values) -> CriterionDraft | Refusal:
        draft = CriterionDraft(
            code=values["code"],
            title=values["title"],
            indicator=values.get("indicator", ""),
            unit=values.get("unit", "%"),
            higher_is_better=BETTER[values.get("better", "")],
            watch=_number(values["watch"]) or 0.0,
            act=_number(values["act"]) or 0.0,
            minimum_n=_whole(values.get("minimum_n", "20")) or 20,
        )
        try:
            return as_shown(draft)
        except ImprovementError as problem:
            return (Problem(problem.field, values.get(problem.field, ""), str(problem)),)

    def record(self, drafts: Sequence[CriterionDraft], *, by: Viewer) -> list[Fate | Refusal]:
        """New and changed ones are written; what stands like that already is known."""
        known = {row.code: drafted(row) for row in Criterion.objects.filter(code__in=[one.code for one in drafts])}
        fates: list[Fate | Refusal] = []
        for draft in drafts:
            fates.append(Fate.KNOWN if known.get(draft.code) == draft else Fate.ACCEPTED)
            if fates[-1] == Fate.ACCEPTED:
                set_criterion(draft=draft, by=by)
        return fates


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) else None


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 6 and 1 <= int(text) <= 10_000 else None


MEASURES = offer(ImportKind("partner-measures", COLUMNS, MeasureImporter))
CRITERIA = offer(ImportKind("partner-criteria", CRITERIA_COLUMNS, CriterionImporter))
