"""What the codes of drafts stand for, read once a batch."""

from collections.abc import Mapping
from dataclasses import dataclass

from aisance.accounts.public import ensure_advisors, units_in
from aisance.core.permissions import Viewer
from aisance.core.scope import Scope
from aisance.customers.public import find_or_add_customers
from aisance.intake.contracts import Problem
from aisance.journeys.contracts import InteractionDraft
from aisance.journeys.models import Reason, Step
from aisance.journeys.permissions import RECORD
from aisance.journeys.rules import one_of


@dataclass(frozen=True, slots=True)
class Codes:
    """The steps, reasons and units by code. `units` are those at which the recorder may record."""

    steps: dict[str, int]
    reasons: dict[str, int]
    units: dict[str, int]
    own_unit: int | None

    def problems(self, draft: InteractionDraft) -> tuple[Problem, ...]:
        """What a draft names that does not exist, or not for this recorder; one answer for both."""
        found = []
        if draft.step and draft.step not in self.steps:
            found.append(Problem("step", draft.step, one_of(self.steps)))
        if draft.reason and draft.reason not in self.reasons:
            found.append(Problem("reason", draft.reason, one_of(self.reasons)))
        if draft.unit and draft.unit not in self.units:
            found.append(Problem("unit", draft.unit, one_of(self.units)))
        elif not draft.unit and self.own_unit is None:
            found.append(Problem("unit", "", one_of(self.units)))
        return tuple(found)

    def unit_of(self, draft: InteractionDraft) -> int:
        unit = self.units[draft.unit] if draft.unit else self.own_unit
        if unit is None:
            raise ValueError("This draft should have been refused: it has no unit.")
        return unit


@dataclass(frozen=True, slots=True)
class People:
    """The customer of each draft by its place in the batch, null where not said, and the advisors by code."""

    customers: dict[int, int | None]
    advisors: dict[str, int]


def read_codes(by: Viewer) -> Codes:
    scope = by.scope(RECORD)
    units = units_in(scope)
    own = _top(scope)
    return Codes(
        steps=dict(Step.objects.values_list("code", "pk")),
        reasons=dict(Reason.objects.values_list("code", "pk")),
        units={unit.code: unit.id for unit in units},
        own_unit=next((unit.id for unit in units if own and (unit.path == own or own == "/")), None),
    )


def _top(scope: Scope) -> str:
    """The root of the only subtree there is; empty where there are several, since then a draft must name its unit."""
    top = min(scope.paths, key=len, default="")
    return top if all(path.startswith(top) for path in scope.paths) else ""


def ensure_people(drafts: Mapping[int, InteractionDraft], codes: Codes, *, by: Viewer) -> People:
    """The customers and advisors whom drafts name, adding those not known."""
    customers = find_or_add_customers([draft.customer for draft in drafts.values()], by=by)
    named = {draft.advisor: codes.unit_of(draft) for draft in drafts.values() if draft.advisor}
    # In order, so that two batches with the same advisors wait for each other and never in a circle.
    advisors = ensure_advisors(dict(sorted(named.items())), by=by) if named else {}
    return People(dict(zip(drafts, customers, strict=True)), advisors)
