"""Raw beside weighted, and respondents against the eligible, as files."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from aisance.core.translated import translated
from aisance.indicators.contracts import Asked, Definition, Estimate
from aisance.indicators.models import Weighting
from aisance.indicators.sheets import (
    OPENING_COLUMNS,
    Cells,
    Line,
    about_figures,
    coded_columns,
    opening_of,
    sheet_of_lines,
)
from aisance.indicators.weighting.resemblance import Resemblance, in_words
from aisance.ui.sheets import Column, Sheet

WEIGHTED = (
    Column("weighting"),
    Column("raw_value", "number"),
    Column("raw_low", "number"),
    Column("raw_high", "number"),
    Column("n_effective", "number"),
    Column("design_effect", "number"),
)

RESEMBLING = (
    Column("programme"),
    Column("by"),
    Column("code"),
    Column("name"),
    Column("eligible", "whole"),
    Column("respondents", "whole"),
    Column("response_rate", "number"),
    Column("low", "number"),
    Column("high", "number"),
    Column("share_eligible", "number"),
    Column("share_respondents", "number"),
    Column("share_difference", "number"),
)


def sheet_of_weighted(
    definition: Definition, asked: Asked, cells: Sequence[tuple[str, Estimate, Estimate]], title: str
) -> Sheet:
    """Cells as name, raw and weighted estimate; the weighted value is the figure, the raw one stands beside it."""
    by = asked.by[:1]
    lines = [
        Line(
            (weighted.dimensions[by[0]], name) if by else (),
            weighted,
            definition,
            (asked.weighting, raw.value, raw.low, raw.high, weighted.n_effective, weighted.design_effect),
        )
        for name, raw, weighted in cells
    ]
    return sheet_of_lines(title, asked, lines, names=coded_columns(*by), more=WEIGHTED)


def sheet_of_resemblance(
    definition: Definition, asked: Asked, found: Sequence[Resemblance], title: str, programme: str = ""
) -> Sheet:
    """One row a category of each dimension; those set aside are not among them and named in what is said of it."""
    rows = [(*opening_of(definition, asked), programme or None, *cells) for held in found for cells in _rows(held)]
    said = [(held.dimension, f"{in_words(held)} {_set_aside(held)}".strip()) for held in found]
    about = [(_("Table"), title), *said, *about_figures([definition])]
    return Sheet(title, [*OPENING_COLUMNS, *RESEMBLING], rows, about)


def _rows(held: Resemblance) -> list[Cells]:
    return [
        (
            *(held.dimension, entry.code, held.names[entry.code], entry.eligible, entry.respondents),
            *(entry.rate, entry.low, entry.high),
            *(entry.share_eligible, entry.share_respondents, entry.share_difference),
        )
        for entry in held.found.categories
    ]


def _set_aside(held: Resemblance) -> str:
    if not held.set_aside:
        return ""
    names = ", ".join(held.names[code] for code in held.set_aside)
    return _("Set aside, since more answers than contacts are on record: %(names)s.") % {"names": names}


DECLARED = (
    Column("weighting"),
    Column("weighting_name"),
    Column("by"),
    Column("code"),
    Column("share", "number"),
    Column("shares_of"),
    Column("least_weight", "number"),
    Column("most_weight", "number"),
)


def sheet_of_weightings(declared: Iterable[Weighting]) -> Sheet:
    """One row a declared share; a dimension whose shares are those among all contacts has one row without a share."""
    rows = [
        (held.code, translated(held.name), dimension, *share, held.least, held.most)
        for held in declared
        for dimension, shares in held.targets.items()
        for share in _shares(shares)
    ]
    title = _("Weightings")
    return Sheet(title, DECLARED, rows, [(_("Table"), title)])


def _shares(shares: dict[str, float] | str) -> Iterator[Cells]:
    if isinstance(shares, str):
        yield (None, None, shares)
    else:
        yield from ((code, share, "declared") for code, share in shares.items())
