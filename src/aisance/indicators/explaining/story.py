"""The story of a move: whether there is one, and what the mix and the figures of the cells did to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from aisance.core.permissions import Viewer
from aisance.indicators import queries
from aisance.indicators.asking import checked, unknown
from aisance.indicators.contracts import Asked, Definition, Estimate, IndicatorError
from aisance.indicators.explaining.by_theme import THEME, check_themes, names_of_themes, sums_by_theme
from aisance.indicators.readings import Period
from aisance.indicators.statistics import Difference
from aisance.indicators.statistics.decomposition import NOTHING_TO_EXPLAIN, Explanation, Part, explain
from aisance.indicators.statistics.weighted import NOTHING, Weighted, added

EXPLAINED_BY = ("channel", "step", "reason", "unit", "language")
"""By what a move may be explained."""

MOST_DIMENSIONS = 3
"""With more, nearly every cell would be too small to say anything."""

MOST_CELLS = 2000
"""The time that a split takes grows with the square of its cells; nobody reads so many."""

OTHERS = "*"
"""The code of all small cells together; no channel, step, reason, unit or language bears it."""

type Key = tuple[str, ...]
type Cells = dict[Key, Weighted]


@dataclass(frozen=True, slots=True)
class Story:
    """A move told: the figure with its comparison, the split over all cells, and the same folded by dimension.

    `now` is compared with the other selection; `other` is the value and number of answers of that one. `split` is
    exact over the joint cells of `by`, `folded` holds its parts added up by the values of one dimension. `counts` says
    how many rows each joint cell has, there and here, and `folded_counts` the same by dimension. Cells that are small
    in both selections stand together under the code `OTHERS`.
    """

    definition: Definition
    asked: Asked
    now: Estimate
    other: float | None
    other_n: int
    split: Explanation
    folded: Mapping[str, list[Part]]
    counts: Mapping[Key, tuple[int, int]]
    folded_counts: Mapping[str, Mapping[str, tuple[int, int]]]

    @property
    def moved(self) -> bool:
        return self.split.moved


def usual_dimensions(definition: Definition) -> tuple[str, ...]:
    """By what a move is explained where nothing is said."""
    if definition.kind == "employee":
        return ("unit",)
    return ("reason", "unit") if definition.fact == "interactions" else ("channel", "step")


def checked_story(definition: Definition, asked: Asked) -> Asked:
    """The question with its dimensions, or IndicatorError where there is nothing to set side by side."""
    if definition.measure in ("count", "quantile"):
        message = _("why: %(title)s is no mean, so its moves cannot be split into mix and rate.")
        raise IndicatorError(message % {"title": definition.title}, field="indicator", value=definition.name)
    if not asked.is_compared:
        message = _("compare: say what to compare with, a period (previous, FROM..TO) or another selection (against).")
        raise IndicatorError(message, field="compare", possible=("previous", "FROM..TO"))
    by = asked.by or usual_dimensions(definition)
    if THEME in by:
        check_themes(definition, asked)
        return checked(definition, replace(asked, by=by, population=None), also=(THEME,))
    for dimension in by:
        if dimension not in EXPLAINED_BY:
            raise unknown("by", dimension, (*EXPLAINED_BY, THEME))
    if len(set(by)) > MOST_DIMENSIONS:
        message = _("by: at most %(most)s dimensions explain a move; with more, every cell is too small.")
        raise IndicatorError(message % {"most": MOST_DIMENSIONS}, field="by", value=",".join(by))
    return checked(definition, replace(asked, by=by, population=None))


def explained(viewer: Viewer, definition: Definition, asked: Asked) -> Story:
    """Why an indicator differs between the two selections of a question that has a comparison.

    Reads the store four times. Where either selection has fewer rows than the definition's minimum, nothing is split.
    """
    asked = checked_story(definition, asked)
    [now] = queries.shown_estimates(viewer, definition, replace(asked, by=()))
    here = _sums(viewer, definition, asked, (asked.start, asked.end))
    elsewhere = replace(asked, where={**asked.where, **asked.against})
    there = _sums(viewer, definition, elsewhere, asked.compare or (asked.start, asked.end))
    return _told(definition, asked, now, there, here)


def _sums(viewer: Viewer, definition: Definition, asked: Asked, period: Period) -> Cells:
    if THEME in asked.by:
        return sums_by_theme(viewer, definition, asked, period)
    return queries.sums_by_cell(viewer, definition, asked, by=asked.by, period=period)


def _told(definition: Definition, asked: Asked, now: Estimate, there: Cells, here: Cells) -> Story:
    before, after = gathered(there, here, definition.minimum_n)
    if (cells := len({**before, **after})) > MOST_CELLS:
        message = _("by: %(n)s cells are too many to explain a move; leave out a dimension, or narrow the selection.")
        raise IndicatorError(message % {"n": cells}, field="by", value=",".join(asked.by))
    other = added(there.values())
    if THEME in asked.by:  # a response stands under each of its themes, and weighs 1 in all
        other = other._replace(n=round(other.w))
    is_solid = now.value is not None and other.n >= definition.minimum_n
    test = _tested(now)
    split = explain(before, after, tested=test) if is_solid and test else NOTHING_TO_EXPLAIN
    folds = range(len(asked.by)) if split.parts else ()
    return Story(
        definition,
        asked,
        now,
        other.wv / other.w if is_solid and other.w > 0 else None,
        other.n,
        split,
        {asked.by[i]: explain(before, after, keep=i, tested=test).parts for i in folds},
        {part.key: (before.get(part.key, NOTHING).n, after.get(part.key, NOTHING).n) for part in split.parts},
        {asked.by[i]: _counts(before, after, i) for i in folds},
    )


def _tested(now: Estimate) -> Difference | None:
    """The comparison that is shown everywhere, so that no page says moved where another says it did not."""
    found = now.compare
    if found is None or found.difference is None:
        return None
    return Difference(found.low, found.high, found.p_value)


def gathered(before: Mapping[Key, Weighted], after: Mapping[Key, Weighted], minimum: int) -> tuple[Cells, Cells]:
    """The same cells on both sides, those with fewer than `minimum` rows on either side put together.

    Small cells of one value of the first dimensions are put together first; where they are small even so, with those
    of the other values. The sums stay complete, so that whatever is made of them stays exact.

    >>> one, ten = Weighted(1, 1, 1, 1, 1, 1, 1), Weighted(10, 10, 4, 8, 10, 4, 8)
    >>> here, there = gathered({("phone", "bill"): ten, ("phone", "move"): one}, {("chat", "bill"): one}, 10)
    >>> sorted(here), sorted(there)
    ([('*', '*'), ('phone', 'bill')], [('*', '*')])
    """
    for depth in range(_depth(before, after) - 1, -1, -1):
        small = {key for key in {**before, **after} if max(_n(before, key), _n(after, key)) < minimum}
        before, after = _together(before, small, depth), _together(after, small, depth)
    return dict(before), dict(after)


def _depth(*cells: Mapping[Key, Weighted]) -> int:
    return max((len(key) for held in cells for key in held), default=0)


def _n(cells: Mapping[Key, Weighted], key: Key) -> int:
    return cells.get(key, NOTHING).n


def _together(cells: Mapping[Key, Weighted], small: set[Key], depth: int) -> Cells:
    """Small cells alike in their first `depth` places become one."""
    found: Cells = {}
    for key, sums in cells.items():
        kept = (*key[:depth], *[OTHERS] * (len(key) - depth)) if key in small else key
        found[kept] = _sum(found[kept], sums) if kept in found else sums
    return found


def _sum(one: Weighted, other: Weighted) -> Weighted:
    return added([one, other])


def _counts(before: Cells, after: Cells, place: int) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for key in {**before, **after}:
        was, there = found.get(key[place], (0, 0))
        found[key[place]] = was + _n(before, key), there + _n(after, key)
    return found


def names_in(viewer: Viewer, story: Story) -> dict[str, dict[str, str]]:
    """The names of the codes in a story, by dimension, in the active language."""
    return {
        dimension: _named(_names(viewer, dimension, [part.key for part in parts if part.key != OTHERS]))
        for dimension, parts in story.folded.items()
    }


def _names(viewer: Viewer, dimension: str, codes: Sequence[str]) -> dict[str, str]:
    return names_of_themes(codes) if dimension == THEME else queries.names(viewer, dimension, codes)


def _named(names: Mapping[str, str]) -> dict[str, str]:
    return {OTHERS: _("other small cells"), **{code: name or _("not known") for code, name in names.items()}}


def shown_value(value: float | None, n: int, definition: Definition) -> float | None:
    """The value of a cell; null where it stands on fewer rows than may be shown."""
    return value if n >= definition.minimum_n else None


def ordered_parts(parts: Sequence[Part]) -> list[Part]:
    """The largest first, all small cells together at the end."""
    return sorted(parts, key=lambda part: (_is_others(part.key), -(abs(part.mix) + abs(part.rate))))


def _is_others(key: Any) -> bool:
    return bool(key == OTHERS or (isinstance(key, tuple) and all(code == OTHERS for code in key)))
