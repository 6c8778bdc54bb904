"""Whether an item can ever be shown: pure reasoning on conditions, by trying what customers could give.

Every condition looks at one answer or at one thing known. An item can be shown where some choice of its conditions
holds together, along with what shows the items that must have been answered for it. What is tried for an answer are
the few values that tell all its conditions apart, so the verdict is exact but for `maximum` of several choices.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

from aisance.surveys.contracts import COMPONENTS_SCREEN, EFFORT_COMPONENTS, Scale
from aisance.surveys.questionnaires.contracts import Condition, Given, Item, ItemKind, ShowIf, Test
from aisance.surveys.questionnaires.kinds import IN_WORDS, YES_OR_NO
from aisance.surveys.questionnaires.rules import ANSWER, is_shown

type Together = tuple[Condition, ...]
"""Conditions that must hold at once."""

NEED_AN_ANSWER = frozenset({Test.IN, Test.AT_LEAST, Test.AT_MOST, Test.ANSWERED})
WAYS_KEPT, WAYS_TRIED = 200, 400
"""So many ways to an item are kept and tried; one with more is taken to be within reach, and what follows it too."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The sets of conditions that lead to an item and can hold. `many` says that not all of them were tried."""

    sets: tuple[Together, ...]
    many: bool = False

    @property
    def is_within_reach(self) -> bool:
        """Whether somebody can be shown the item."""
        return bool(self.sets) or self.many


def contradict(item: Item, items: Sequence[Item], scales: Mapping[str, Scale]) -> bool:
    """Whether the item's own conditions can never hold, wherever one comes from."""
    by_code = {other.code: other for other in items}
    return not any(_may_hold(ways, by_code, scales) for ways in _ways(item.show_if))


def ways_there(items: Sequence[Item], scales: Mapping[str, Scale]) -> dict[str, Ways]:
    """The ways to each item, by code. `scales` holds the scale on which each scored item is asked, by code.

    Each item builds on the ways to those before it, so that a long chain costs no more than its length.
    """
    found: dict[str, Ways] = {}
    before: dict[str, Item] = {}
    for item in items:
        if item.code not in found:
            found[item.code] = _ways_to(item, found, before, scales)
            before[item.code] = item
    return found


def _ways_to(item: Item, ways: Mapping[str, Ways], before: Mapping[str, Item], scales: Mapping[str, Scale]) -> Ways:
    kept: dict[Together, None] = {}
    many = False
    tried = 0
    for own in _ways(item.show_if):
        sources = [ways[code] for code in _needed(own) if code in ways]
        many = many or any(source.many for source in sources)
        for choice in product(*(source.sets for source in sources)):
            tried += 1
            if tried > WAYS_TRIED or len(kept) >= WAYS_KEPT:
                return Ways(tuple(kept), many=True)
            together = tuple(dict.fromkeys((*own, *(one for way in choice for one in way))))
            if _may_hold(together, before, scales):
                kept[together] = None
    return Ways(tuple(kept), many)


def _ways(show_if: ShowIf) -> list[Together]:
    if show_if.of_them == "any" and show_if.conditions:
        return [(one,) for one in show_if.conditions]
    return [show_if.conditions]


def _needed(ways: Together) -> list[str]:
    codes = [one.of.removeprefix(ANSWER) for one in ways if one.of.startswith(ANSWER) and one.test in NEED_AN_ANSWER]
    return list(dict.fromkeys(codes))


def _may_hold(ways: Together, by_code: Mapping[str, Item], scales: Mapping[str, Scale]) -> bool:
    """Each thing looked at is free of the others, so each group of conditions is tried alone."""
    groups: dict[str, list[Condition]] = {}
    for condition in ways:
        groups.setdefault(condition.of, []).append(condition)
    return all(_group_may_hold(of, group, by_code, scales) for of, group in groups.items())


def _group_may_hold(of: str, group: list[Condition], by_code: Mapping[str, Item], scales: Mapping[str, Scale]) -> bool:
    probe = Item("probe", ItemKind.TEXT, {}, show_if=ShowIf(tuple(group)))
    if not of.startswith(ANSWER):
        named = [str(value) for one in group for value in one.values]
        return any(is_shown(probe, {}, {of: value}) for value in ("", "\0something else", *named))
    code = of.removeprefix(ANSWER)
    source = by_code.get(code)
    if source is None:
        return any(one.test not in NEED_AN_ANSWER for one in group)
    return any(is_shown(probe, {code: given}, {}) for given in _possible(source, group, scales.get(code)))


def _possible(item: Item, group: list[Condition], scale: Scale | None) -> Iterator[Given]:
    """What somebody could give that tells these conditions apart; nothing at all, unless it must be answered."""
    if not (item.required and not item.show_if.conditions):
        yield Given()
    excluded = {str(value) for one in group if one.test is Test.NOT_IN for value in one.values}
    limits = [value for one in group for value in one.values]
    if item.kind == ItemKind.MATRIX:
        points = [point for point in _points(scale) if str(point) not in excluded]
        yield from ([Given(value=dict(enumerate(points)))] if points else [])
    elif scale is not None:
        yield from (Given(score=point) for point in _points(scale))
    else:
        yield from _unscored(item, excluded, limits)


def _points(scale: Scale | None) -> range:
    return range(scale.minimum, scale.maximum + 1) if scale else range(0)


def _unscored(item: Item, excluded: set[str], limits: list[Any]) -> Iterator[Given]:
    codes = [option.code for option in item.options]
    if item.kind == ItemKind.SINGLE:
        yield from (Given(value=code) for code in codes)
    elif item.kind in {ItemKind.MULTIPLE, COMPONENTS_SCREEN}:
        left = [code for code in codes or [code.value for code in EFFORT_COMPONENTS] if code not in excluded]
        yield from ([Given(value=left)] if left else [])
    elif item.kind == ItemKind.RANKING:
        yield Given(value=codes)
    elif item.kind in YES_OR_NO:
        yield from (Given(value=True), Given(value=False))
    elif item.kind == ItemKind.NUMBER:
        yield from (Given(value=number) for number in _numbers(limits, item))
    elif item.kind == ItemKind.DATE:
        yield from (Given(value=day) for day in _days(limits))
    elif item.kind in IN_WORDS:
        yield from (Given(text=str(value)) for value in ("\0something else", *limits))


def _numbers(limits: Iterable[Any], item: Item) -> list[float]:
    """The limits, what lies close on each side of them, and the item's own bounds."""
    named = [float(value) for value in limits if isinstance(value, int | float)]
    tried = [0.0, *(near for value in named for near in (value - 0.5, value, value + 0.5))]
    bounds = [float(bound) for bound in (item.minimum, item.maximum) if bound is not None]
    low = float("-inf") if item.minimum is None else item.minimum
    high = float("inf") if item.maximum is None else item.maximum
    return [value for value in (*tried, *bounds) if low <= value <= high]


def _days(limits: Iterable[Any]) -> list[str]:
    days = ["2026-01-01"]
    for value in limits:
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            continue
        days += [str(day + timedelta(days=step)) for step in (-1, 0, 1) if date.min < day < date.max]
    return days
