"""The front door of indicators."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from aisance.core.permissions import Viewer
from aisance.indicators import queries
from aisance.indicators.annotations import Annotation, annotation_source, annotations_between
from aisance.indicators.apart import compared_apart
from aisance.indicators.asking import asked_in_words, checked
from aisance.indicators.bonuses.queries import caution_words
from aisance.indicators.branches import estimates_by_branch
from aisance.indicators.contracts import Adjust, Asked, Estimate, IndicatorError
from aisance.indicators.dashboard.moves import Move, is_weak, move_of
from aisance.indicators.dashboard.selection import SPAN_NAMES, SPANS_BEFORE, Selection, Span, days_of
from aisance.indicators.documents import as_csv, as_document
from aisance.indicators.drilling import LEADS_NOWHERE, Behind, Chosen, behind, why_nowhere
from aisance.indicators.explaining.documents import Told, told
from aisance.indicators.periods import previous_period
from aisance.indicators.queries import conditions_for, sums_by_cell
from aisance.indicators.registry import definition, definitions
from aisance.indicators.rules import rank_groups
from aisance.indicators.sheets import (
    FIGURE_COLUMNS,
    OPENING_COLUMNS,
    about_figures,
    coded_columns,
    figure_cells,
    opening_cells,
)
from aisance.indicators.statistics.intervals import (
    Difference,
    Sums,
    bounded_mean_difference,
    bounded_mean_interval,
    net_score_difference,
    net_score_interval,
    share_difference,
)
from aisance.indicators.statistics.multiple import holm
from aisance.indicators.tables import as_table

__all__ = [
    "FIGURE_COLUMNS",
    "LEADS_NOWHERE",
    "OPENING_COLUMNS",
    "SPANS_BEFORE",
    "SPAN_NAMES",
    "Annotation",
    "Behind",
    "Chosen",
    "Difference",
    "Move",
    "Selection",
    "Span",
    "Sums",
    "Told",
    "about_figures",
    "annotation_source",
    "annotations_between",
    "as_csv",
    "as_document",
    "as_table",
    "asked_in_words",
    "behind",
    "bounded_mean_difference",
    "bounded_mean_interval",
    "caution_words",
    "coded_columns",
    "compared_apart",
    "conditions_for",
    "days_of",
    "definition",
    "definitions",
    "dimension_names",
    "distribution",
    "estimates",
    "estimates_asked",
    "estimates_by_branch",
    "explained",
    "figure_cells",
    "holm",
    "is_weak",
    "move_of",
    "net_score_difference",
    "net_score_interval",
    "opening_cells",
    "previous_period",
    "rank_groups",
    "share_difference",
    "sums_by_cell",
    "why_nowhere",
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
    against: Mapping[str, Sequence[str]] | None = None,
    adjust: Adjust = "holm",
    weighting: str = "",
    cluster: str = "",
    version: int | None = None,
) -> list[Estimate]:
    """An indicator in the cells of `by`, over the days from `start` to `end`, both included, in the viewer's units.

    `where` keeps dimension values by code (`{"channel": ["phone"]}`; a unit stands for its subtree, a reason for its
    branch). `compare` is another period, `against` replaces filters in the selection that each cell is compared with;
    `adjust` corrects the p-values for the number of cells. `within_seconds` is the threshold of `answered_within`.
    `weighting` is the code of a declared weighting; `cluster="customer"` takes the answers of one customer as one
    cluster. `version` reads an earlier version of the definition. Without dimensions one estimate comes back, with
    n = 0 where there is nothing; with dimensions only cells that have rows. A cell under the definition's minimum n
    has no value and says so in `masked`. Raises IndicatorError for anything that does not exist or does not apply.
    """
    asked = Asked(
        tuple(by),
        start,
        end,
        compare,
        _codes(where),
        within_seconds,
        against=_codes(against),
        adjust=adjust,
        weighting=weighting,
        cluster=cluster,
        version=version,
    )
    return estimates_asked(name, asked, viewer=viewer)


def _codes(filters: Mapping[str, Sequence[str]] | None) -> dict[str, tuple[str, ...]]:
    return {word: tuple(codes) for word, codes in (filters or {}).items() if codes}


def estimates_asked(name: str, asked: Asked, *, viewer: Viewer) -> list[Estimate]:
    """The same for a question that `asked_in_words` has read."""
    entry = definition(name, asked.version)
    return queries.shown_estimates(viewer, entry, checked(entry, asked))


def distribution(name: str, asked: Asked, *, viewer: Viewer) -> dict[tuple[str, ...], dict[int, int]]:
    """How many answers gave each score in the cells of `by`, by the codes of each cell; without `by` the key is ().

    For a quantile of times the keys are the first seconds of the histogram's buckets. An indicator made of several
    questions, or measured otherwise, has no distribution: IndicatorError. Cells under the minimum n are left out.
    """
    entry = definition(name, asked.version)
    if entry.measure != "quantile" and len(entry.parts) != 1:
        message = _("distribution: %(title)s is not made of the scores of one question.") % {"title": entry.title}
        raise IndicatorError(message, field="distribution", value=name)
    cells = queries.counts_by_score(viewer, entry, checked(entry, asked))
    return {key: counts for key, counts in cells.items() if sum(counts.values()) >= entry.minimum_n}


def dimension_names(dimension: str, codes: Sequence[str], *, viewer: Viewer) -> dict[str, str]:
    """The names of codes of a dimension in the active language; a code without a name is its own."""
    return queries.names(viewer, dimension, codes)


def explained(name: str, asked: Asked, *, viewer: Viewer) -> Told:
    """Why an indicator differs between two selections, split into mix and rate: for machines and for a terminal.

    `asked` has a comparison (`compare` or `against`) and one to three dimensions among channel, step, reason, unit and
    language; without any, those that suit the indicator. Raises IndicatorError otherwise.
    """
    return told(viewer, definition(name, asked.version), asked)
