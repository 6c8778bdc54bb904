"""Writes plans, begins and ends them, and keeps their log."""

from dataclasses import asdict
from datetime import date
from secrets import randbits
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from aisance.accounts.contracts import UnitCard
from aisance.accounts.public import units_in
from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.improvement.contracts import ImprovementError, Lot, PlanDraft, PlanStatus
from aisance.improvement.models import Pilot, Plan, PlanEntry
from aisance.improvement.permissions import LEAD_PLANS
from aisance.improvement.plans.lots import draw, eligible, kept
from aisance.improvement.plans.measuring import MEASURES, Effect, effect_of
from aisance.indicators.contracts import IndicatorError
from aisance.indicators.public import definition
from aisance.journeys.public import reasons
from aisance.verbatims.public import theme_names

NEXT: dict[str, frozenset[str]] = {
    PlanStatus.PROPOSED: frozenset({PlanStatus.RUNNING, PlanStatus.STOPPED}),
    PlanStatus.RUNNING: frozenset({PlanStatus.MEASURED, PlanStatus.STOPPED}),
    PlanStatus.MEASURED: frozenset(),
    PlanStatus.STOPPED: frozenset(),
}


def write_plan(*, draft: PlanDraft, by: Viewer) -> Plan:
    """Propose a plan. Raises ImprovementError for an unknown code, or pilots that overlap or lie outside."""
    units = {card.code: card for card in units_in(by.scope(LEAD_PLANS))}
    _check(draft, units)
    pilots, lot = _drawn(draft, units) if draft.lot else (draft.pilots, None)
    ids = {card.code: card.id for card in reasons()}
    with transaction.atomic():
        plan = Plan.objects.create(
            title=draft.title,
            words=draft.words,
            unit_id=units[draft.unit].id,
            reason_id=ids.get(draft.reason),
            theme=draft.theme,
            indicator=draft.indicator,
            only_reason=draft.only_reason and bool(draft.reason),
            wanted=draft.wanted,
            size=draft.size,
            due=draft.due,
            owner_name=draft.owner_name,
            owner_team=draft.owner_team,
            starts_on=draft.starts_on,
            at_random=lot is not None or (draft.at_random and bool(pilots)),
            lot=lot,
            created_by_id=by.person_id,
            created_at=clock.now(),
        )
        Pilot.objects.bulk_create(
            Pilot(plan=plan, unit_id=units[code].id, joins_on=joins_on) for code, joins_on in pilots
        )
        _log(plan, "proposed", by)
        audit.record(by, "plan.proposed", what="plan", which=plan.pk, changes={"indicator": plan.indicator})
    return plan


def _check(draft: PlanDraft, units: dict[str, UnitCard]) -> None:
    if draft.unit not in units:
        raise ImprovementError(_("There is no such unit among yours."), field="unit")
    _check_indicator(draft.indicator)
    if draft.wanted not in ("up", "down"):
        raise ImprovementError(_("Say whether it shall rise or fall."), field="wanted")
    if draft.reason and draft.reason not in {card.code for card in reasons()}:
        raise ImprovementError(_("There is no such reason."), field="reason")
    if draft.theme and draft.theme not in theme_names():
        raise ImprovementError(_("There is no such theme."), field="theme")
    _check_pilots(draft, units)


def _drawn(draft: PlanDraft, units: dict[str, UnitCard]) -> tuple[tuple[tuple[str, date], ...], dict[str, Any]]:
    """Draw the units that begin first, by a seed that nobody chose; what the plan keeps of it."""
    lot = draft.lot or Lot(0, "")
    among, left_out = eligible(units[draft.unit], units.values(), lot.kind, draft.indicator)
    if draft.pilots:
        raise ImprovementError(_("Either name the units that begin, or have them drawn."), field="lot_count")
    if not 0 < lot.count < len(among):
        words = _("%(n)s units can be drawn: leave at least one of them as it is.") % {"n": len(among)}
        raise ImprovementError(words, field="lot_count")
    seed = randbits(31) if lot.seed is None else lot.seed
    drawn = draw(among, lot.count, seed)
    return tuple((code, draft.starts_on) for code in drawn), kept(lot, seed, among, left_out)


def _check_indicator(name: str) -> None:
    try:
        entry = definition(name)
    except IndicatorError as problem:
        raise ImprovementError(str(problem), field="indicator") from None
    if entry.measure not in MEASURES or entry.kind == "employee":
        message = _("The effect on this indicator cannot be measured: it is no mean of answers or contacts.")
        raise ImprovementError(message, field="indicator")


def _check_pilots(draft: PlanDraft, units: dict[str, UnitCard]) -> None:
    whole = units[draft.unit]
    inside: list[UnitCard] = []
    for code, _joins_on in draft.pilots:
        card = units.get(code)
        if card is None or not card.path.startswith(whole.path):
            raise ImprovementError(_("A pilot unit must lie in the unit of the plan."), field="pilots")
        if any(card.path.startswith(other.path) or other.path.startswith(card.path) for other in inside):
            raise ImprovementError(_("A pilot unit lies in another one."), field="pilots")
        inside.append(card)


def begin_plan(*, plan_id: int, by: Viewer) -> None:
    """From now on it runs: its effect is shown as it comes."""
    _move(plan_id, PlanStatus.RUNNING, by)


def stop_plan(*, plan_id: int, words: str, by: Viewer) -> None:
    """It is given up; the reason stays in its log."""
    _move(plan_id, PlanStatus.STOPPED, by, words=words)


def conclude_plan(*, plan_id: int, words: str = "", by: Viewer) -> Effect:
    """Keep the effect as it is measured today, whatever it says; "too early" is an answer too.

    What became of the cause is another thing, which somebody says (`causes.say_of_cause`): a figure may move and the
    cause stay.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan_id)
        effect = effect_of(plan)
        _move(plan_id, PlanStatus.MEASURED, by, words=words, data=result_of(plan, effect))
    return effect


def note_on_plan(*, plan_id: int, words: str, by: Viewer) -> None:
    """Add words to the log."""
    with transaction.atomic():
        _log(Plan.objects.get(pk=plan_id), "note", by, words)
        audit.record(by, "plan.noted", what="plan", which=plan_id)


def result_of(plan: Plan, effect: Effect) -> dict[str, Any]:
    """What is kept of an effect: the figure, the strength of its proof, and by which definition, on which day."""
    entry = definition(plan.indicator)
    figure = asdict(effect.figure) if effect.figure else None
    return {
        "on": clock.today().isoformat(),
        "indicator": entry.name,
        "version": entry.version,
        "strength": effect.strength.value,
        "figure": figure,
        "n_before": effect.n_before,
        "n_after": effect.n_after,
        "in_plan": effect.in_plan,
        "not_in": effect.not_in,
        "missing": effect.missing,
    }


def _move(plan_id: int, status: PlanStatus, by: Viewer, *, words: str = "", data: dict[str, Any] | None = None) -> None:
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan_id)
        if status not in NEXT[plan.status]:
            raise ImprovementError(_("The plan is not at this point any more."))
        plan.status, before = status, plan.status
        plan.result = data or plan.result
        plan.save(update_fields=["status", "result"])
        _log(plan, status.value, by, words, data)
        audit.record(by, f"plan.{status.value}", what="plan", which=plan.pk, changes={"status": [before, status.value]})


def _log(plan: Plan, kind: str, by: Viewer, words: str = "", data: dict[str, Any] | None = None) -> None:
    PlanEntry.objects.create(plan=plan, kind=kind, at=clock.now(), by_id=by.person_id, words=words, data=data or {})
