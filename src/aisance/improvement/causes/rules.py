"""The four squares, the cost of contacts, and where the map of squares draws a reason. Pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from aisance.improvement.contracts import Square

MINUTE_SECONDS = 60
LEAST_TEXTS = 5
"""Under so many texts a theme is not named as an irritant of a reason."""
SAYS_NO_CAUSE = "general"
"""The theme of words that say only that somebody is displeased."""


def square_of(to_customer: int | None, to_company: int | None) -> Square | None:
    """What to do about a contact, by its worth (from -2 to 2 without 0) to both sides; null without both judgements.

    Source: Price and Jaffe, The Best Service Is No Service (2008), the value-irritant matrix.

    >>> [square_of(*worths).value for worths in ((-2, -1), (1, -2), (-1, 2), (2, 1))]
    ['remove', 'automate', 'simplify', 'leverage']
    """
    if not to_customer or not to_company:
        return None
    if to_customer > 0:
        return Square.LEVERAGE if to_company > 0 else Square.AUTOMATE
    return Square.SIMPLIFY if to_company > 0 else Square.REMOVE


def cost_of(handling_seconds: float, timed: int, minute: Decimal | None) -> Decimal | None:
    """What contacts cost: their recorded handling in minutes x the cost of a minute; null without either.

    A contact whose handling nobody recorded costs nothing in it, so that the cost is at least this.

    >>> cost_of(5400, 12, Decimal("0.80"))
    Decimal('72.00')
    >>> cost_of(0, 0, Decimal("0.80")) is None
    True
    """
    if minute is None or not timed:
        return None
    minutes = Decimal(repr(float(handling_seconds))) / MINUTE_SECONDS
    return (minutes * minute).quantize(Decimal("0.01"))


def change_of(now: int, before: int) -> float | None:
    """By what part a count moved; null where there was nothing before.

    >>> change_of(90, 100), change_of(3, 0)
    (-0.1, None)
    """
    return (now - before) / before if before else None


def branches_below(paths: Mapping[str, str], top: str = "") -> dict[str, str]:
    """The branch of each reason, by code: the roots without a top, else the top's children; the top itself is one.

    `paths` gives the path of each reason, which begins with its parent's. The top stands for contacts filed under it
    and under none of its children.

    >>> branches_below({"bill": "/1/", "late": "/1/3/", "wrong": "/1/4/", "move": "/2/"})
    {'bill': 'bill', 'late': 'bill', 'wrong': 'bill', 'move': 'move'}
    >>> branches_below({"bill": "/1/", "late": "/1/3/", "wrong": "/1/4/", "move": "/2/"}, "bill")
    {'bill': 'bill', 'late': 'late', 'wrong': 'wrong'}
    """
    above = paths[top] if top else "/"
    depth = above.count("/")
    by_path = {path: code for code, path in paths.items()}
    found = {}
    for code, path in paths.items():
        if path.startswith(above):
            head = "/".join(path.split("/")[: depth + 1]) + "/"
            found[code] = by_path.get(head, code) if path != above else code
    return found


def first_beyond_chance(intervals: Mapping[str, tuple[float, float] | None]) -> str | None:
    """The one whose whole interval lies above all others; null where none does, or where there is only one.

    >>> first_beyond_chance({"a": (0.2, 0.3), "b": (0.0, 0.1)})
    'a'
    >>> first_beyond_chance({"a": (0.2, 0.3), "b": (0.1, 0.25)}) is None
    True
    """
    known = {code: bounds for code, bounds in intervals.items() if bounds}
    for code, (low, _high) in known.items():
        others = [high for other, (_low, high) in known.items() if other != code]
        if others and low > max(others):
            return code
    return None


@dataclass(frozen=True, slots=True)
class Dot:
    """A reason on the map: its number in the table, its place in per cent and its size in pixels."""

    number: int
    x: float
    y: float
    size: float


def dots(places: Sequence[tuple[int, int, int, int]]) -> list[Dot]:
    """Where reasons stand: (number, worth to the customer, worth to the company, contacts), each from -2 to 2.

    The customer's worth runs to the right and the company's upwards. Those of one place are set side by side, in
    the order given; the area of a dot goes with its contacts.

    >>> dots([(1, 2, -2, 100), (2, 2, -2, 25)])
    [Dot(number=1, x=83.5, y=87.5, size=17.0), Dot(number=2, x=91.5, y=87.5, size=9.0)]
    """
    most = max((contacts for *_, contacts in places), default=0) or 1
    taken: dict[tuple[int, int], int] = {}
    for _number, right, up, _contacts in places:
        taken[right, up] = taken.get((right, up), 0) + 1
    placed: dict[tuple[int, int], int] = {}
    found = []
    for number, right, up, contacts in places:
        index = placed.get((right, up), 0)
        placed[right, up] = index + 1
        aside = (index - (taken[right, up] - 1) / 2) * 8
        size = round(max(9.0, 17 * sqrt(contacts / most)), 1)
        found.append(Dot(number, _across(right) + aside, 100 - _across(up), size))
    return found


def _across(worth: int) -> float:
    """A worth from -2 to 2 without 0 as the middle of one of four columns."""
    return {-2: 12.5, -1: 37.5, 1: 62.5, 2: 87.5}[worth]


def worst_themes(counts: Iterable[tuple[str, int]], most: int = 3) -> list[tuple[str, int]]:
    """The themes that displeased most texts, the finest word for each: a theme above one that is named is left out.

    >>> worst_themes([("general", 20), ("price", 9), ("price.bill", 8), ("reach", 7), ("tone", 2)])
    [('price.bill', 8), ('reach', 7)]
    """
    enough = [(theme, n) for theme, n in counts if n >= LEAST_TEXTS and theme != SAYS_NO_CAUSE]
    ordered = sorted(enough, key=lambda pair: (-pair[1], pair[0]))
    kept = [pair for pair in ordered if not any(other.startswith(f"{pair[0]}.") for other, _ in enough)]
    return kept[:most]
