"""From likely pairs to groups that hold together: a chain of pairs is not yet a person; pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

type Pair = tuple[int, int]
type BitsOf = Callable[[Sequence[Pair]], Mapping[Pair, float]]

HOLDS = 0.0
"""Two groups become one where their pairs are, on average, at least so likely (bits): rather one person than two."""
LARGEST = 150
"""A group that pairs would make larger is looked at by the pairs found only, the others counting as unlike."""
UNLIKE = -12.0


@dataclass(frozen=True, slots=True)
class Edge:
    """Two rows that are likely one person, and how likely, in bits."""

    left: int
    right: int
    bits: float


def groups(edges: Sequence[Edge], before: Mapping[int, int], bits_of: BitsOf) -> dict[int, int]:
    """The group of each row, named by its lowest member.

    The likeliest pair joins first. Two groups of several rows each join only where they fit as wholes (`HOLDS`), so
    that one weak bridge does not make one person of two. `before` are groups that stand already (row to any name).
    """
    found = _standing(edges, before)
    likely = _all_pairs(edges, found, bits_of)
    for edge in sorted(edges, key=lambda edge: (-edge.bits, edge.left, edge.right)):
        one, other = found[edge.left], found[edge.right]
        if one is not other and (min(len(one), len(other)) == 1 or _fit(one, other, likely)):
            small, large = sorted((one, other), key=len)
            large |= small
            for row in small:
                found[row] = large
    return {row: min(group) for row, group in found.items()}


def _standing(edges: Sequence[Edge], before: Mapping[int, int]) -> dict[int, set[int]]:
    by_name: dict[int, set[int]] = {}
    for row, name in before.items():
        by_name.setdefault(name, set()).add(row)
    found = {row: by_name[name] for row, name in before.items()}
    for edge in edges:
        for row in (edge.left, edge.right):
            found.setdefault(row, {row})
    return found


def _fit(one: Iterable[int], other: Iterable[int], likely: Mapping[Pair, float]) -> bool:
    """Whether the pairs between two groups are likely on average; only those with something to compare count."""
    between = [likely.get((min(a, b), max(a, b)), UNLIKE) for a in one for b in other]
    return sum(between) / len(between) >= HOLDS


def _all_pairs(edges: Sequence[Edge], found: Mapping[int, set[int]], bits_of: BitsOf) -> Mapping[Pair, float]:
    """The bits of each pair that may have to be looked at: those within what a chain would make of the edges."""
    likely = {(min(edge.left, edge.right), max(edge.left, edge.right)): edge.bits for edge in edges}
    chained = {row: set(group) for row, group in found.items()}
    for row, group in chained.items():
        for member in group:
            chained[member] = chained[row]
    for edge in edges:
        one, other = chained[edge.left], chained[edge.right]
        if one is not other:
            small, large = sorted((one, other), key=len)
            large |= small
            for row in small:
                chained[row] = large
    wholes = {id(group): sorted(group) for group in chained.values() if 3 < len(group) <= LARGEST}
    wanted = [(a, b) for group in wholes.values() for place, a in enumerate(group) for b in group[place + 1 :]]
    return {**bits_of([pair for pair in wanted if pair not in likely]), **likely}
