"""What is found between records: the likely pairs of rows, with the bits of every field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aisance.core.later import Later
from aisance.customers.contracts import JudgedBy, Verdict
from aisance.customers.identity.clustering import Edge, Pair, groups
from aisance.customers.identity.comparing import LEVELS, Frame, Ints, compare
from aisance.customers.identity.judging import Found
from aisance.customers.identity.weights import Weights, combined, contributions, probability, unlike_people
from aisance.customers.identity.words import Portrait

np: Any = Later("numpy")


PAIRS_AT_ONCE = 500_000
"""So many pairs are held in memory at a time."""


@dataclass(frozen=True, slots=True)
class Known:
    """A record as it is compared: its id, the row it came under, its portrait."""

    id: int
    customer_id: int
    portrait: Portrait


@dataclass(frozen=True, slots=True)
class Likely:
    """Two records of different rows that may be one person's; `joins` is false where somebody must look first."""

    left: Known
    right: Known
    bits: float
    joins: bool
    fields: tuple[tuple[str, str, float], ...]

    @property
    def rows(self) -> Pair:
        return self.left.customer_id, self.right.customer_id


def likely_pairs(records: Sequence[Known], left: Ints, right: Ints, weights: Weights) -> list[Likely]:
    """The pairs of records worth a judgement, of each two rows the likeliest one, the likeliest first."""
    frame = Frame([record.portrait for record in records])
    rows = np.fromiter((record.customer_id for record in records), dtype=np.int64, count=len(records))
    apart = rows[left] != rows[right]
    left, right = left[apart], right[apart]
    swap = rows[left] > rows[right]
    left, right = np.where(swap, right, left), np.where(swap, left, right)
    every: list[Likely] = []
    for start in range(0, len(left), PAIRS_AT_ONCE):
        some = slice(start, start + PAIRS_AT_ONCE)
        every += _likely(records, frame, left[some], right[some], weights)
    found: dict[Pair, Likely] = {}
    for pair in sorted(every, key=lambda pair: -pair.bits):
        found.setdefault(pair.rows, pair)
    return list(found.values())


def _likely(records: Sequence[Known], frame: Frame, left: Ints, right: Ints, weights: Weights) -> Iterator[Likely]:
    levels = compare(frame, left, right)
    shares = contributions(weights, frame, left, right, levels)
    bits = combined(weights, shares)
    likely = probability(bits)
    joins = (likely >= weights.join) & ~unlike_people(weights, frame, left, right, levels)
    for which in np.flatnonzero(likely >= weights.review).tolist():
        yield Likely(
            records[left[which]],
            records[right[which]],
            round(float(bits[which]), 2),
            bool(joins[which]),
            tuple(_fields(levels, shares, which)),
        )


def _fields(levels: Mapping[str, Ints], shares: Mapping[str, Any], which: int) -> Iterator[tuple[str, str, float]]:
    for name, words in LEVELS.items():
        if levels[name][which] >= 0:
            yield name, words[levels[name][which]], round(float(shares[name][which]), 1)


def judged(
    likely: Sequence[Likely], newest: Mapping[int, Known], before: Mapping[int, int], weights: Weights
) -> list[Found]:
    """What the model says of likely pairs: the same where they hold together as groups, else unsure.

    `newest` gives the record by which a row is compared where a chain of pairs makes it necessary; `before` are the
    people there are by other words.
    """
    edges = [Edge(*pair.rows, pair.bits) for pair in likely if pair.joins]
    group = groups(edges, before, lambda wanted: _bits_of(wanted, newest, weights))
    return [_found(pair, group, weights) for pair in likely]


def _found(pair: Likely, group: Mapping[int, int], weights: Weights) -> Found:
    left, right = pair.rows
    together = pair.joins and group[left] == group[right]
    lost = pair.bits - weights.prior - sum(bits for _name, _level, bits in pair.fields)
    reason: dict[str, Any] = {"fields": pair.fields, "prior": round(weights.prior, 1), "household": round(lost, 1)}
    if not together:
        reason["because"] = "weak bridge" if pair.joins else "unlike names" if _sure(pair, weights) else "in doubt"
    verdict = Verdict.SAME if together else Verdict.UNSURE
    records = (pair.left.id or None, pair.right.id or None)
    return Found(left, right, verdict, JudgedBy.MODEL, pair.bits, weights.version, reason, records)


def _sure(pair: Likely, weights: Weights) -> bool:
    return bool(probability(np.array([pair.bits]))[0] >= weights.join)


def _bits_of(wanted: Sequence[Pair], newest: Mapping[int, Known], weights: Weights) -> dict[Pair, float]:
    known = [pair for pair in wanted if pair[0] in newest and pair[1] in newest]
    if not known:
        return {}
    places = {row: place for place, row in enumerate(sorted({row for pair in known for row in pair}))}
    frame = Frame([newest[row].portrait for row in places])
    left, right = (np.array([places[pair[side]] for pair in known], dtype=np.int64) for side in (0, 1))
    shares = contributions(weights, frame, left, right, compare(frame, left, right))
    bits = combined(weights, shares)
    return dict(zip(known, bits.tolist(), strict=True))
