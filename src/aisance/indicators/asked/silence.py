"""Who does not answer: response rates by channel, route, hour, weekday, language and segment, and what is established.

Only messages that arrived and may no longer be answered count, so that yesterday's are not taken for silent.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.indicators.asked import reading
from aisance.indicators.asked.account import AskedAbout, Share, kept_units, share_of, units_seen
from aisance.indicators.asked.reading import Drawn
from aisance.indicators.asked.signs import Row
from aisance.indicators.statistics import Sums
from aisance.indicators.statistics.intervals import share_difference
from aisance.indicators.statistics.multiple import holm
from aisance.lake import public as lake

DIMENSIONS = {
    "channel": "channel",
    "route": "route_taken",
    "hour": "hour",
    "weekday": "weekday",
    "language": "language",
    "segment": "segment",
}
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Reply:
    """How one value of a dimension answers, against all other values; `p_adjusted` is Holm's over every row.

    `value` is a code; for an hour the number of its band, for a weekday 1 (Monday) to 7.
    """

    dimension: str
    value: str
    share: Share
    others: Share
    low: float | None = None
    high: float | None = None
    p_adjusted: float | None = None

    @property
    def difference(self) -> float | None:
        if self.share.value is None or self.others.value is None:
            return None
        return self.share.value - self.others.value

    @property
    def is_established(self) -> bool:
        return self.p_adjusted is not None and self.p_adjusted < LEVEL


def replies_of(viewer: Viewer, asked: AskedAbout) -> list[Reply]:
    """Every value of every dimension that has two values or more."""
    drawn = replace(asked.drawn, units=tuple(sorted(kept_units(asked.unit, units_seen(viewer)))))
    return list(_replies(drawn, clock.now().replace(minute=0, second=0, microsecond=0), lake.generation()))


@lru_cache(maxsize=64)
def _replies(drawn: Drawn, hour: datetime, _generation: int) -> tuple[Reply, ...]:
    """Remembered for an hour, or until the store changes."""
    rows = reading.replies(drawn, tuple(DIMENSIONS.values()), hour)
    return tuple(compared({name: rows[column] for name, column in DIMENSIONS.items()}))


def compared(rows: Mapping[str, Iterable[Row]]) -> list[Reply]:
    """Each value against the rest of its dimension by Newcombe's interval, all together corrected after Holm."""
    found = [reply for dimension, held in rows.items() for reply in _of(dimension, held)]
    tests = [
        share_difference(_sums(one.share), _sums(one.others)) if one.share.n and one.others.n else None for one in found
    ]
    adjusted = holm([test.p_value if test else None for test in tests])
    return [
        replace(one, low=test.low if test else None, high=test.high if test else None, p_adjusted=p)
        for one, test, p in zip(found, tests, adjusted, strict=True)
    ]


def _of(dimension: str, rows: Iterable[Row]) -> list[Reply]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for value, answered, n in rows:
        counts[str(value)][0] += n
        counts[str(value)][1] += n if answered else 0
    if len([value for value in counts if value]) < 2:
        return []
    n, answered = (sum(cell[place] for cell in counts.values()) for place in (0, 1))
    return [
        Reply(dimension, value, share_of(cell[1], cell[0]), share_of(answered - cell[1], n - cell[0]))
        for value, cell in sorted(counts.items(), key=lambda item: (not item[0], item[0].zfill(3)))
        if value
    ]


def _sums(share: Share) -> Sums:
    return Sums(share.n, share.count, share.count)


def established(found: Sequence[Reply]) -> list[Reply]:
    """What chance does not explain, the largest difference first."""
    return sorted((one for one in found if one.is_established), key=lambda one: -abs(one.difference or 0.0))
