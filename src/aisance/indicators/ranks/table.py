"""The ranking of the cells of one dimension: raw and stabilised values, the set of ranks each may have, ties."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aisance.core.permissions import Viewer
from aisance.core.statistics import Z95
from aisance.indicators import queries
from aisance.indicators.asking import checked, unknown
from aisance.indicators.contracts import Asked, Definition, Estimate, IndicatorError
from aisance.indicators.statistics.ranks import Shrunk, rank_sets, shrink, tie_groups

RANKED_BY = ("unit", "advisor", "channel", "reason", "step")
MOST_RANKED = 2000
"""All pairs are compared: more cells than this would take seconds and tell nobody anything."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One cell. `best` and `worst` are the ranks it may have, all together holding with 95 %; 1 is the best.

    `stabilised` is the value drawn towards the common one, the more the less sure it is, with its 95 % interval.
    `group` counts the groups of ties from the top; null, like the ranks, where the value is withheld.
    """

    code: str
    name: str
    estimate: Estimate
    stabilised: Estimate | None = None
    best: int | None = None
    worst: int | None = None
    group: int | None = None


@dataclass(frozen=True, slots=True)
class RankTable:
    """The cells in order, those withheld at the end. `common` is the value that all are drawn towards."""

    definition: Definition
    dimension: str
    rows: list[Ranked]
    common: float | None

    @property
    def ranked(self) -> list[Ranked]:
        return [row for row in self.rows if row.best is not None]


def ranking_of(viewer: Viewer, definition: Definition, asked: Asked) -> RankTable:
    """The cells of the one dimension of `asked`, best first. Raises IndicatorError where they cannot be ranked."""
    if definition.measure == "count":
        message = _("ranking: %(title)s counts, so the largest unit would always come first.")
        raise IndicatorError(message % {"title": definition.title}, field="indicator", value=definition.name)
    dimension = (asked.by or ("unit",))[0]
    if len(asked.by) > 1 or dimension not in RANKED_BY:
        raise unknown("by", ",".join(asked.by), RANKED_BY)
    asked = checked(definition, replace(asked, by=(dimension,), compare=None, against={}, population=None))
    cells = [
        cell for cell in queries.shown_estimates(viewer, definition, asked) if cell.n and cell.dimensions[dimension]
    ]
    if len(cells) > MOST_RANKED:
        message = _("by: %(n)s cells are too many to rank; narrow the selection to %(most)s.")
        raise IndicatorError(message % {"n": len(cells), "most": MOST_RANKED}, field="by", value=dimension)
    names = queries.names(viewer, dimension, [cell.dimensions[dimension] for cell in cells])
    found = [Ranked(cell.dimensions[dimension], names[cell.dimensions[dimension]], cell) for cell in cells]
    known = [row for row in found if _error(row.estimate) is not None]
    ranked, shrunk = _ranked(definition, known)
    return RankTable(
        definition, dimension, [*ranked, *(row for row in found if row not in known)], shrunk.mean if shrunk else None
    )


def _error(estimate: Estimate) -> float | None:
    """The standard error that its interval tells: of its two sides the wider, since one may be clipped."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return None
    return max(estimate.high - estimate.value, estimate.value - estimate.low) / Z95


def _ranked(definition: Definition, rows: Sequence[Ranked]) -> tuple[list[Ranked], Shrunk | None]:
    values = [row.estimate.value or 0.0 for row in rows]
    variances = [(_error(row.estimate) or 0.0) ** 2 for row in rows]
    shrunk = shrink(values, variances)
    if shrunk is None:
        return [], None
    sign = 1.0 if definition.higher_is_better else -1.0
    goodness = [sign * value for value in values]
    sets = rank_sets(goodness, variances)
    groups = tie_groups(goodness, variances)
    of_group = {place: number for number, group in enumerate(groups, start=1) for place in group}
    order = [place for group in groups for place in group]
    found = [
        replace(
            rows[place],
            stabilised=_stabilised(definition, rows[place].estimate, shrunk.values[place], shrunk.variances[place]),
            best=sets[place][0],
            worst=sets[place][1],
            group=of_group[place],
        )
        for place in order
    ]
    return found, shrunk


def _stabilised(definition: Definition, estimate: Estimate, value: float, variance: float) -> Estimate:
    half = Z95 * variance**0.5
    low, high = value - half, value + half
    if definition.measure in ("score", "share"):
        low, high = max(-1.0 if definition.measure == "score" else 0.0, low), min(1.0, high)
    return Estimate(estimate.dimensions, estimate.n, value, low, high)


def sentence(table: RankTable) -> str:
    """Who comes first, if anybody does for certain."""
    ranked = table.ranked
    if not ranked:
        return _("Nothing to rank: no cell has enough answers.")
    first = [row for row in ranked if row.best == 1]
    if len(first) == 1:
        return _("%(name)s comes first, beyond chance.") % {"name": first[0].name}
    if len(first) == len(ranked):
        return _("No order can be told from chance.")
    words = ngettext("%(n)s may be the first.", "Any of %(n)s may be the first.", len(first))
    return words % {"n": len(first)}


def rank_in_words(row: Ranked) -> str:
    """Its rank, or between which two ranks it lies."""
    if row.best is None or row.worst is None:
        return _("withheld")
    if row.best == row.worst:
        return str(row.best)
    return _("between %(best)s and %(worst)s") % {"best": row.best, "worst": row.worst}


def as_document(table: RankTable) -> dict[str, Any]:
    """The JSON object."""
    return {
        "indicator": table.definition.name,
        "version": table.definition.version,
        "unit": table.definition.unit,
        "by": table.dimension,
        "common": table.common,
        "sentence": sentence(table),
        "rows": [
            {
                "code": row.code,
                "n": row.estimate.n,
                "value": row.estimate.value,
                "low": row.estimate.low,
                "high": row.estimate.high,
                "stabilised": row.stabilised.value if row.stabilised else None,
                "stabilised_low": row.stabilised.low if row.stabilised else None,
                "stabilised_high": row.stabilised.high if row.stabilised else None,
                "best_rank": row.best,
                "worst_rank": row.worst,
                "tie_group": row.group,
                "masked_under": row.estimate.masked,
            }
            for row in table.rows
        ],
    }
