"""Which units begin first, by lot: who may be drawn, and the draw."""

from collections.abc import Collection, Iterable, Sequence
from random import Random
from typing import Any

from aisance.accounts.contracts import UnitCard
from aisance.improvement.contracts import Lot, PlanStatus
from aisance.improvement.models import Pilot

IN_A_PLAN = "in_a_plan"


def draw(codes: Collection[str], count: int, seed: int) -> list[str]:
    """So many of these units; the same for a seed, in whatever order they come.

    >>> draw(["a", "b", "c", "d"], 2, 7) == draw(["d", "c", "b", "a"], 2, 7)
    True
    """
    return sorted(Random(seed).sample(sorted(codes), count))


def eligible(whole: UnitCard, units: Iterable[UnitCard], kind: str, indicator: str) -> tuple[list[str], dict[str, str]]:
    """The units of a kind inside a unit that may be drawn, and why others may not.

    Where another plan about the same figure runs, in the unit, above or below it, the effects of both would be one.
    """
    inside = [card for card in units if card.kind == kind and card.path.startswith(whole.path)]
    busy = _busy(indicator)
    out = {card.code: IN_A_PLAN for card in inside if _touches(card.path, busy)}
    return [card.code for card in inside if card.code not in out], out


def _busy(indicator: str) -> list[str]:
    rows = Pilot.objects.filter(plan__status=PlanStatus.RUNNING, plan__indicator=indicator)
    return [path for path in rows.values_list("unit__path", flat=True) if path]


def _touches(path: str, others: Sequence[str]) -> bool:
    return any(path.startswith(other) or other.startswith(path) for other in others)


def kept(lot: Lot, seed: int, among: Sequence[str], left_out: dict[str, str]) -> dict[str, Any]:
    """What a plan keeps of its draw, so that anybody may draw again."""
    return {"seed": seed, "count": lot.count, "kind": lot.kind, "among": sorted(among), "left_out": left_out}
