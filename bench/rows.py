"""What a measurement says, and how two sides are measured in turn."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: the median of `n` rounds, and what it is held against.

    `ratio` is value over reference, the median of the rounds' own ratios where both sides ran in each round; null where
    there is no reference.
    """

    section: str
    name: str
    value: float
    unit: str
    reference: float | None
    ratio: float | None
    n: int
    against: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes, on the wall."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def rates(section: str, name: str, unit: str, amounts: list[tuple[int, float, float]], against: str) -> Row:
    """A row from rounds of (amount, seconds of ours, seconds of the reference), as amounts a second."""
    ours = statistics.median(amount / own for amount, own, _ in amounts)
    theirs = statistics.median(amount / other for amount, _, other in amounts)
    ratio = statistics.median(other / own for _, own, other in amounts)
    return Row(section, name, round(ours, 1), unit, round(theirs, 1), round(ratio, 3), len(amounts), against)
