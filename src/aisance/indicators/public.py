"""The front door of indicators."""

from collections.abc import Mapping, Sequence
from datetime import date

from aisance.core.permissions import Viewer
from aisance.indicators import queries
from aisance.indicators.asking import asked_in_words, checked
from aisance.indicators.contracts import Asked, Estimate
from aisance.indicators.documents import as_csv, as_document
from aisance.indicators.registry import definition, definitions
from aisance.indicators.tables import as_table

__all__ = [
    "as_csv",
    "as_document",
    "as_table",
    "asked_in_words",
    "definition",
    "definitions",
    "dimension_names",
    "estimates",
    "estimates_asked",
]


def estimates(
    name: str,
    *,
    viewer: Viewer,
    by: Sequence[str] = (),
    start: date | None = None,
    end: date | None = None,
    compare: tuple[date, date] | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
    within_seconds: int = 20,
) -> list[Estimate]:
    """An indicator in the cells of `by`, over the days from `start` to `end`, both included, in the viewer's units.

    `compare` is the other period. `where` keeps dimension values by code (`{"channel": ["phone"]}`; a unit stands for
    its subtree, a reason for its branch; `{"scale": ["csat_10"]}` reads another scale). `within_seconds` is the
    threshold of `answered_within`. Without dimensions one estimate comes back, with n = 0 where there is nothing;
    with dimensions only cells that have rows. Raises IndicatorError for anything that does not exist.
    """
    kept = {word: tuple(codes) for word, codes in (where or {}).items() if codes}
    return estimates_asked(name, Asked(tuple(by), start, end, compare, kept, within_seconds), viewer=viewer)


def estimates_asked(name: str, asked: Asked, *, viewer: Viewer) -> list[Estimate]:
    """The same for a question that `asked_in_words` has read."""
    entry = definition(name)
    return queries.estimates(viewer, entry, checked(entry, asked))


def dimension_names(dimension: str, codes: Sequence[str], *, viewer: Viewer) -> dict[str, str]:
    """The names of codes of a dimension in the active language; a code without a name is its own."""
    return queries.names(viewer, dimension, codes)
