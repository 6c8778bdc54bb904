"""The front door of indicators."""

from collections.abc import Sequence
from datetime import date

from aisance.core.permissions import Viewer
from aisance.indicators.contracts import Estimate


def estimates(
    name: str,
    *,
    viewer: Viewer,
    by: Sequence[str] = (),
    start: date | None = None,
    end: date | None = None,
    compare: tuple[date, date] | None = None,
    where: dict[str, Sequence[str]] | None = None,
    within_seconds: int = 20,
) -> list[Estimate]:
    """An indicator in the cells of `by`, over the days from `start` to `end`, both included, in the viewer's units.

    `compare` is the other period. `where` keeps dimension values by code (`{"channel": ["phone"]}`; a unit stands for
    its subtree). `within_seconds` is the threshold of `answered_within`.
    """
    raise NotImplementedError
