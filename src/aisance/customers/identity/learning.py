"""Learns the weights from records of whom nobody said who is who (Fellegi and Sunter 1969; Dempster and others 1977).

`u` is counted in pairs drawn by chance; `m` and the shares of one person and of one household among all pairs follow by
expectation and maximisation over the candidates.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from aisance.core.later import Later
from aisance.customers.identity.comparing import LEVELS, Frame, Ints, compare
from aisance.customers.identity.weights import ADJUSTED, PERSONAL, Floats, Weights

np: Any = Later("numpy")

DRAWN = 400_000
LEARNED_FROM = 500_000
ROUNDS = 60
SMALL = 1e-6
SETTLED = 1e-4
FREQUENT = 5
"""A word borne by fewer records goes into no file: it might name somebody."""
KEPT_WORDS = 3_000


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned, and from how many records and candidates."""

    weights: Weights
    records: int
    candidates: int
    expected_pairs: float


def learn(frame: Frame, left: Ints, right: Ints, *, start: Weights) -> Lesson:
    """Weights learned from a frame and its candidates; comparisons that never speak keep those of `start`."""
    size, candidates = len(frame.portraits), len(left)
    left, right, each = _some(left, right)
    u = _by_chance(frame, start)
    levels = compare(frame, left, right)
    m = {name: np.array(start.m[name]) for name in LEVELS}
    shares, expected = _Shares(1.0 / size, 1.0 / size), np.zeros(len(left))
    for _round in range(ROUNDS):
        one, home = _posteriors(levels, m, u, shares)
        m = {name: _shares(levels[name], one, m[name]) for name in LEVELS}
        every = size * (size - 1) / 2
        shares = _Shares(max(one.sum() * each, 1.0) / every, max(home.sum() * each, 1.0) / every)
        if np.abs(one - expected).max(initial=0.0) < SETTLED:
            break
        expected = one
    weights = replace(
        start,
        version=version_of_today(),
        learned_from=f"{size} records, {candidates} candidates",
        prior=_bits(shares.one),
        household=_bits(shares.home / shares.one),
        m=_rounded(m),
        u=_rounded(u),
        frequent={name: frequencies(frame, name) for name in ADJUSTED},
    )
    return Lesson(weights, size, candidates, float(expected.sum()) * each)


def version_of_today() -> str:
    """The name of what is learned now."""
    return f"{date.today():%Y-%m-%d}"  # noqa: DTZ011  a name, not a moment


def _some(left: Ints, right: Ints) -> tuple[Ints, Ints, float]:
    """At most `LEARNED_FROM` of the candidates, drawn by chance, and for how many each of them stands."""
    if len(left) <= LEARNED_FROM:
        return left, right, 1.0
    drawn = np.sort(np.random.default_rng(20261122).choice(len(left), LEARNED_FROM, replace=False))
    return left[drawn], right[drawn], len(left) / LEARNED_FROM


def frequency_of_people(
    frame: Frame, left: Ints, right: Ints, m: Mapping[str, Floats], u: Mapping[str, Floats]
) -> tuple[float, float, float]:
    """With weights learned elsewhere: the prior and household of a file of weights, and the pairs of one person."""
    size = len(frame.portraits)
    left, right, each = _some(left, right)
    levels = compare(frame, left, right)
    shares = _Shares(1.0 / size, 1.0 / size)
    every = size * (size - 1) / 2
    for _round in range(ROUNDS):
        one, home = _posteriors(levels, m, u, shares)
        before, shares = shares, _Shares(max(one.sum() * each, 1.0) / every, max(home.sum() * each, 1.0) / every)
        if abs(shares.one / before.one - 1.0) < SETTLED:
            break
    return _bits(shares.one), _bits(shares.home / shares.one), shares.one * every


def _bits(share: float) -> float:
    return round(float(np.log2(share)), 3)


@dataclass(frozen=True, slots=True)
class _Shares:
    """Of all pairs, those of one person, and those of two people of one household."""

    one: float
    home: float


def _posteriors(
    levels: Mapping[str, Ints], m: Mapping[str, Floats], u: Mapping[str, Floats], shares: _Shares
) -> tuple[Floats, Floats]:
    """How likely each pair is one person, and how likely two of one household."""
    bits = {name: np.append(np.log2(m[name] / u[name]), 0.0)[levels[name]] for name in LEVELS}
    one = np.exp2(sum(bits.values()) + np.log2(shares.one))
    home = np.exp2(sum(bits[name] for name in LEVELS if name not in PERSONAL) + np.log2(shares.home))
    whole = one + home + 1.0
    return one / whole, home / whole


def _by_chance(frame: Frame, start: Weights) -> dict[str, Floats]:
    chance = np.random.default_rng(20261122)
    one, other = chance.integers(0, len(frame.portraits), (2, DRAWN))
    apart = one != other
    levels = compare(frame, one[apart], other[apart])
    every = np.ones(int(apart.sum()))
    return {name: _shares(levels[name], every, np.array(start.u[name])) for name in LEVELS}


def _shares(levels: Any, expected: Floats, before: Floats) -> Floats:
    """How often each level comes among those that speak, weighed; as before where too few do."""
    speaks = levels >= 0
    if expected[speaks].sum() < 20:
        return before
    counts = np.bincount(levels[speaks], weights=expected[speaks], minlength=len(before)) + SMALL * speaks.sum() + 0.5
    shares: Floats = counts / counts.sum()
    return shares


def _rounded(shares: Mapping[str, Floats]) -> dict[str, list[float]]:
    return {name: [float(f"{share:.4g}") for share in found] for name, found in shares.items()}


def frequencies(frame: Frame, name: str) -> dict[str, float]:
    """How often each frequent word of a column comes, the most frequent first."""
    places, counts = np.unique(frame.columns[name][frame.columns[name] > 0], return_counts=True)
    return dict(_most_frequent(frame, places, counts))


def _most_frequent(frame: Frame, places: Ints, counts: Ints) -> Iterator[tuple[str, float]]:
    for which in np.argsort(-counts, kind="stable")[:KEPT_WORDS]:
        if counts[which] >= FREQUENT:
            yield str(frame.words[places[which]]), float(f"{counts[which] / counts.sum():.3g}")
