"""Signs that a contact went hard, known before anybody answers; each makes tables of two by two for every place.

A place is a unit or an advisor. Contacts are compared within their channel (but for one sign, of which channels are a
part), apart where nobody was spoken to: that calls which were given up are hard to attribute is nobody's choice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from aisance.indicators.statistics.dependence import Stratum
from aisance.surveys.contracts import SCALES

SIGNS = ("any_kind", "kind", "handling", "waiting", "outcome")
FEWEST_SCORES = 20
"""A kind of contacts with fewer scores elsewhere is not said to be easy or hard."""

type Row = tuple[Any, ...]
type Place = int
type Tables = dict[Place, list[Stratum]]
type Counts = dict[tuple[Place, Any], list[int]]
"""By place and stratum: hard, hard and left out, other, other and left out."""


def by_band(rows: Iterable[Row]) -> Tables:
    """Long against short: above the median band of all contacts of the stratum, at most half of them, are hard.

    >>> rows = [(1, "phone", 0, band, 0, 10) for band in (1, 2, 3)] + [(1, "phone", 0, 3, 1, 5)]
    >>> by_band(rows)
    {1: [Stratum(hard=15, hard_out=5, other=20, other_out=0)]}
    """
    held = list(rows)
    sizes: dict[Any, dict[Any, int]] = defaultdict(lambda: defaultdict(int))
    for _place, channel, unspoken, band, _out, n in held:
        sizes[channel, unspoken][band] += n
    hard = {stratum: upper_half(bands) for stratum, bands in sizes.items()}
    counts = _nothing()
    for place, channel, unspoken, band, out, n in held:
        _count(counts, place, (channel, unspoken), hard=band in hard[channel, unspoken], out=out, n=n)
    return _tables(counts)


def by_outcome(rows: Iterable[Row]) -> Tables:
    """Given up or passed on, against all others."""
    counts = _nothing()
    for place, channel, bad, out, n in rows:
        _count(counts, place, channel, hard=bool(bad), out=out, n=n)
    return _tables(counts)


def by_kind(rows: Iterable[Row], scores: Iterable[Row]) -> Tables:
    """Kinds of contacts (a reason at a step) that customers of the other units found harder on the same channel."""
    return _by_hardness(rows, scores, lambda channel, reason, step: (channel, (reason, step)))


def by_any_kind(rows: Iterable[Row], scores: Iterable[Row]) -> Tables:
    """The same over all channels, which are then what makes most of the difference."""
    return _by_hardness(rows, scores, lambda channel, reason, step: ("", (channel, reason, step)))


type Sorted = Callable[[str, Any, Any], tuple[str, Any]]
"""Of a channel, a reason and a step: within what contacts are compared, and what is hard or easy."""


def _by_hardness(rows: Iterable[Row], scores: Iterable[Row], of: Sorted) -> Tables:
    """The harder half against the easier one.

    What a unit's own customers say is left aside: a unit that chooses whom it asks would choose it, too.
    """
    held = [(place, unit, unspoken, of(*about), out, n) for place, unit, *about, unspoken, out, n in _reordered(rows)]
    hardness = Hardness(scores, of)
    everywhere: dict[Any, dict[Any, int]] = defaultdict(lambda: defaultdict(int))
    for _place, _unit, unspoken, (within, thing), _out, n in held:
        everywhere[within, unspoken][thing] += n
    halves: dict[Any, tuple[set[Any], set[Any]]] = {}
    counts = _nothing()
    for place, unit, unspoken, (within, thing), out, n in held:
        if (unit, within, unspoken) not in halves:
            halves[unit, within, unspoken] = hardness.harder_half(unit, within, everywhere[within, unspoken])
        harder, known = halves[unit, within, unspoken]
        if thing in known:
            _count(counts, place, (within, unspoken), hard=thing in harder, out=out, n=n)
    return _tables(counts)


def _reordered(rows: Iterable[Row]) -> Iterable[Row]:
    for place, unit, channel, unspoken, reason, step, out, n in rows:
        yield place, unit, channel, reason, step, unspoken, out, n


class Hardness:
    """How hard each thing was found, on the question and scale with the most scores, by unit."""

    def __init__(self, scores: Iterable[Row], of: Sorted) -> None:
        held = list(scores)
        asked = _most_asked(held)
        scale = SCALES.get(asked[1]) if asked else None
        sign = 1.0 if scale and scale.low_is_good else -1.0
        self._of: dict[Any, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
        self._all: dict[Any, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
        for question, code, unit, channel, reason, step, n, total in held:
            if (question, code) == asked:
                key = of(channel, reason, step)
                for sums, at in ((self._of, (unit, key)), (self._all, key)):
                    sums[at] = (sums[at][0] + n, sums[at][1] + sign * float(total))

    def elsewhere(self, unit: int, key: tuple[str, Any]) -> float | None:
        """The mean hardness in the other units; null under `FEWEST_SCORES`."""
        (n, total), (own_n, own) = self._all[key], self._of[unit, key]
        return (total - own) / (n - own_n) if n - own_n >= FEWEST_SCORES else None

    def harder_half(self, unit: int, within: str, sizes: Mapping[Any, int]) -> tuple[set[Any], set[Any]]:
        """Of these things those that are hard for this unit, and all of which it can be said."""
        found = {thing: hard for thing in sizes if (hard := self.elsewhere(unit, (within, thing))) is not None}
        bands: dict[float, int] = defaultdict(int)
        for thing, hardness in found.items():
            bands[hardness] += sizes[thing]
        half = upper_half(bands)
        return {thing for thing, hardness in found.items() if hardness in half}, set(found)


def _most_asked(scores: Iterable[Row]) -> tuple[str, str] | None:
    sizes: dict[tuple[str, str], int] = defaultdict(int)
    for question, scale, _unit, _channel, _reason, _step, n, _total in scores:
        sizes[question, scale] += n
    return max(sizes, key=lambda key: sizes[key], default=None)


def upper_half(sizes: Mapping[Any, int]) -> set[Any]:
    """The largest values that together hold at most half of the contacts.

    >>> upper_half({1: 10, 2: 10, 3: 15})
    {3}
    >>> upper_half({0: 90, 1: 10})
    {1}
    """
    half, above, found = sum(sizes.values()) / 2, 0, set()
    for value in sorted(sizes, reverse=True):
        above += sizes[value]
        if above > half:
            break
        found.add(value)
    return found


def _nothing() -> Counts:
    return defaultdict(lambda: [0, 0, 0, 0])


def _count(counts: Counts, place: Place | None, stratum: Any, *, hard: bool, out: int, n: int) -> None:
    if place is None:
        return
    cell = counts[place, stratum]
    start = 0 if hard else 2
    cell[start] += n
    cell[start + 1] += n if out else 0


def _tables(counts: Counts) -> Tables:
    found: Tables = defaultdict(list)
    for (place, _stratum), cell in counts.items():
        found[place].append(Stratum(*cell))
    return dict(found)


def together(strata: Sequence[Stratum]) -> Stratum:
    """The strata added up, for the shares that a page shows."""
    return Stratum(*(sum(parts) for parts in zip(*strata, strict=True))) if strata else Stratum(0, 0, 0, 0)
