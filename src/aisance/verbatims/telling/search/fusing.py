"""One order out of several."""

from collections import defaultdict
from collections.abc import Hashable, Sequence

DAMPING = 60
"""How little the first places of one list weigh against being in two; what the source took."""


def fused[T: Hashable](*lists: Sequence[T]) -> list[T]:
    """What stands in any list, best first: by the sum of 1 / (60 + place) over the lists that hold it.

    Reciprocal rank fusion (Cormack, Clarke, Buettcher, SIGIR 2009): only places count, so that scores of different
    kinds need no common scale. Of equals, the one that an earlier list names first comes first.

    >>> fused(["a", "b", "c"], ["b", "d"])
    ['b', 'a', 'd', 'c']
    >>> fused(["a"], [])
    ['a']
    """
    weights: defaultdict[T, float] = defaultdict(float)
    for one in lists:
        for place, item in enumerate(one, start=1):
            weights[item] += 1 / (DAMPING + place)
    return sorted(weights, key=lambda item: -weights[item])
