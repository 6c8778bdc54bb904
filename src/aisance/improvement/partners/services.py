"""Adds partners and criteria, and records the measures that files bring."""

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from itertools import pairwise

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aisance.accounts.public import units_by_code
from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.improvement.contracts import CriterionDraft, ImprovementError, MeasureDraft
from aisance.improvement.models import Criterion, Measure, Partner, PartnerUnit
from aisance.indicators.contracts import IndicatorError
from aisance.indicators.public import definition

UNITS = ("%", "hours", "on the scale", "points", "seconds")


def add_partner(*, code: str, name: str, units: Sequence[str] = (), by: Viewer) -> Partner:
    """Add a partner; `units` hold the contacts that are theirs, so that indicators can be read for it."""
    ids = _unit_ids(units)
    try:
        with transaction.atomic():
            row = Partner.objects.create(code=code, name=name, added_at=clock.now())
            PartnerUnit.objects.bulk_create(PartnerUnit(partner=row, unit_id=pk) for pk in ids)
            audit.record(by, "partner.added", what="partner", which=code)
    except IntegrityError:
        raise ImprovementError(_("There is a partner with this code already."), field="code") from None
    return row


def set_units(*, partner_id: int, units: Sequence[str], by: Viewer) -> None:
    """Say anew in which units the contacts of a partner are; those that are not named hold them no more."""
    ids = _unit_ids(units)
    with transaction.atomic():
        row = Partner.objects.select_for_update().get(pk=partner_id)
        before = sorted(row.places.values_list("unit__code", flat=True))
        row.places.exclude(unit_id__in=ids).delete()
        places = [PartnerUnit(partner=row, unit_id=pk) for pk in ids]
        PartnerUnit.objects.bulk_create(places, ignore_conflicts=True)
        changes = {"units": [", ".join(before), ", ".join(sorted(units))]}
        audit.record(by, "partner.moved", what="partner", which=row.code, changes=changes)


def _unit_ids(codes: Sequence[str]) -> list[int]:
    """The units of these codes; one that lies in another is refused, since its contacts would count twice."""
    cards = units_by_code(codes)
    if len(cards) < len(set(codes)):
        raise ImprovementError(_("There is no such unit."), field="units")
    paths = sorted(card.path for card in cards.values())
    if any(below.startswith(above) for above, below in pairwise(paths)):
        raise ImprovementError(_("One of these units lies in another one."), field="units")
    return [card.id for card in cards.values()]


def set_criterion(*, draft: CriterionDraft, by: Viewer) -> Criterion:
    """Set a criterion and its thresholds; the same code again changes it."""
    checked = _checked(draft)
    said = {name: value for name, value in asdict(checked).items() if name != "code"}
    with transaction.atomic():
        row, _new = Criterion.objects.update_or_create(code=draft.code, defaults={**said, "set_at": clock.now()})
        audit.record(by, "criterion.set", what="criterion", which=draft.code, changes={"watch": draft.watch})
    return row


def as_shown(draft: CriterionDraft) -> CriterionDraft:
    """A draft whose thresholds are as figures are shown, 85 for 85 %, as it is kept. Raises ImprovementError."""
    unit = _unit_of(draft)
    scale = 100 if unit in ("%", "points") else 1
    return _checked(replace(draft, watch=draft.watch / scale, act=draft.act / scale))


def drafted(row: Criterion) -> CriterionDraft:
    """A criterion as it was drafted."""
    return CriterionDraft(**{one.name: getattr(row, one.name) for one in fields(CriterionDraft)})


def _checked(draft: CriterionDraft) -> CriterionDraft:
    if (draft.act > draft.watch) == draft.higher_is_better and draft.act != draft.watch:
        raise ImprovementError(_("The threshold of acting is the worse one of the two."), field="act")
    return replace(draft, unit=_unit_of(draft))


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
