"""What happened meanwhile, at its place along a trend."""

from collections.abc import Sequence
from datetime import date

from aisance.boards.reading.shapes import Mark, place
from aisance.indicators.public import Annotation


def marks_between(events: Sequence[Annotation], starts: Sequence[date], end: date) -> list[Mark]:
    """The events that touch the periods beginning at `starts` and ending on `end`, numbered in their order."""
    seen = [event for event in events if event.touches(starts[0], end)]
    return [
        Mark(
            number=number,
            at=_at(event.day, starts, end),
            until=_at(event.until, starts, end) if event.until else None,
            day=event.day,
            last=event.until,
            kind=str(event.kind),
            words=event.words,
        )
        for number, event in enumerate(sorted(seen, key=lambda event: (event.day, event.words)), start=1)
    ]


def _at(day: date, starts: Sequence[date], end: date) -> float:
    """The place of a day in per cent: a period is drawn at its middle, so its first day lies half a step before."""
    index = max((i for i, start in enumerate(starts) if start <= day), default=0)
    last = starts[index + 1] if index + 1 < len(starts) else end
    length = max((last - starts[index]).days, 1)
    share = min(max((day - starts[index]).days / length, 0.0), 1.0)
    return round(min(max(place(index - 0.5 + share), 0.0), 100.0), 2)
