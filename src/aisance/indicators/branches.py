"""Figures of whole branches of the tree of reasons, side by side: a branch is one row, whatever lies below it."""

from collections.abc import Mapping, Sequence
from datetime import date

from aisance.core.permissions import Viewer
from aisance.indicators.contracts import Asked, Definition, Estimate
from aisance.indicators.queries import conditions_for, sums_by_cell
from aisance.indicators.readings import Matters, Period, repeats
from aisance.indicators.registry import definition
from aisance.indicators.rules import masked_cells, weighted_estimate
from aisance.indicators.statistics.weighted import NOTHING, Weighted, added
from aisance.journeys.public import reasons
from aisance.lake import public as lake
from aisance.lake.contracts import Cell

REPEATS = "repeat_contacts"

type Where = Mapping[str, Sequence[str]]


def estimates_by_branch(
    name: str,
    branches: Mapping[str, str],
    *,
    viewer: Viewer,
    start: date | None = None,
    end: date | None = None,
    where: Where | None = None,
    within_days: int = 7,
) -> dict[str, Estimate]:
    """An indicator, a mean of values, for each branch: `branches` gives the branch of each reason, both by code.

    Of repeat contacts the branch is the matter: a contact is one where the same customer had another for any reason of
    the branch in the days before. A branch without rows has n = 0. Estimates are masked as everywhere.
    """
    entry = definition(name)
    read = _repeats if name == REPEATS else _means
    found = read(viewer, entry, branches, where or {}, (start, end), within_days)
    codes = list(dict.fromkeys(branches.values()))
    cells = [weighted_estimate(entry, found.get(code, NOTHING)) for code in codes]
    return dict(zip(codes, masked_cells(cells, entry), strict=True))


def _means(
    viewer: Viewer, entry: Definition, branches: Mapping[str, str], where: Where, period: Period, days: int
) -> dict[str, Weighted]:
    asked = Asked(where={word: tuple(codes) for word, codes in where.items()}, within_days=days)
    held: dict[str, list[Weighted]] = {}
    for (reason,), sums in sums_by_cell(viewer, entry, asked, by=("reason",), period=period).items():
        if reason in branches:
            held.setdefault(branches[reason], []).append(sums)
    return {code: added(cells) for code, cells in held.items()}


def _repeats(
    viewer: Viewer, entry: Definition, branches: Mapping[str, str], where: Where, period: Period, days: int
) -> dict[str, Weighted]:
    ids = {card.code: card.id for card in reasons()}
    codes = {ids[branch]: branch for branch in branches.values()}
    matters = _matters(branches, ids)
    if not matters:
        return {}
    reading = repeats(REPEATS, Asked(within_days=days), period, matters)
    cells = lake.sums(
        entry.fact,
        value=reading.value,
        where=[*reading.where, *conditions_for(viewer, where, period)],
        by=["matter"],
        cluster=entry.cluster,
        prepare=reading.prepare,
    )
    return {codes[cell.dimensions[0]]: _weighted(cell) for cell in cells}


def _matters(branches: Mapping[str, str], ids: Mapping[str, int]) -> Matters:
    held: dict[int, list[int]] = {}
    for reason, branch in branches.items():
        held.setdefault(ids[branch], []).append(ids[reason])
    return tuple((matter, tuple(sorted(held[matter]))) for matter in sorted(held))


def _weighted(cell: Cell) -> Weighted:
    together = cell.clusters
    clusters = (together.k, together.ss, together.sw, together.ww) if together else None
    return Weighted(cell.n, cell.w, cell.wv, cell.wv2, cell.w2, cell.w2v, cell.w2v2, clusters)
