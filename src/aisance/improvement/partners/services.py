"""Adds partners and criteria, and records the measures that files bring."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aisance.accounts.public import units_by_code
from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.improvement.contracts import CriterionDraft, ImprovementError, MeasureDraft
from aisance.improvement.models import Criterion, Measure, Partner
from aisance.indicators.contracts import IndicatorError
from aisance.indicators.public import definition

UNITS = ("%", "hours", "on the scale", "points", "seconds")


def add_partner(*, code: str, name: str, unit: str = "", by: Viewer) -> Partner:
    """Add a partner; `unit` holds the contacts that are theirs, so that indicators can be read for it."""
    card = units_by_code([unit]).get(unit) if unit else None
    if unit and card is None:
        raise ImprovementError(_("There is no such unit."), field="unit")
    try:
        with transaction.atomic():
            row = Partner.objects.create(code=code, name=name, unit_id=card.id if card else None, added_at=clock.now())
            audit.record(by, "partner.added", what="partner", which=code)
    except IntegrityError:
        raise ImprovementError(_("There is a partner with this code already."), field="code") from None
    return row


def set_criterion(*, draft: CriterionDraft, by: Viewer) -> Criterion:
    """Set a criterion and its thresholds; the same code again changes it."""
    unit = _unit_of(draft)
    if (draft.act > draft.watch) == draft.higher_is_better and draft.act != draft.watch:
        raise ImprovementError(_("The threshold of acting is the worse one of the two."), field="act")
    said = {name: value for name, value in asdict(draft).items() if name != "code"} | {"unit": unit}
    with transaction.atomic():
        row, _new = Criterion.objects.update_or_create(code=draft.code, defaults={**said, "set_at": clock.now()})
        audit.record(by, "criterion.set", what="criterion", which=draft.code, changes={"watch": draft.watch})
    return row


def _unit_of(draft: CriterionDraft) -> str:
    if not draft.indicator:
        if draft.unit not in UNITS:
            raise ImprovementError(_("There is no such unit of measure."), field="unit")
        return draft.unit
    try:
        return definition(draft.indicator).unit
    except IndicatorError as problem:
        raise ImprovementError(str(problem), field="indicator") from None


def record_measures(drafts: Sequence[MeasureDraft], *, by: Viewer) -> list[bool]:
    """Write measures; true for each that is new. One that is known stays as it was."""
    with transaction.atomic():
        numbers = {draft.number for draft in drafts}
        rows = Measure.objects.filter(number__in=numbers).values_list("partner_id", "criterion_id", "number")
        seen = set(rows)
        now, fresh, written = clock.now(), [], []
        for draft in drafts:
            key = draft.partner_id, draft.criterion_id, draft.number
            fresh.append(key not in seen)
            if key not in seen:
                seen.add(key)
                written.append(Measure(**asdict(draft), recorded_at=now))
        Measure.objects.bulk_create(written, ignore_conflicts=True)
        audit.record(by, "measures.recorded", what="partners", which="file", changes={"rows": len(written)})
    return fresh
