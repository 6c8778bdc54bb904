"""Why a figure moved, cell by cell, as a file."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from aisance.indicators.contracts import Definition
from aisance.indicators.explaining.story import Story, ordered_parts, shown_value
from aisance.indicators.explaining.words import grounds, sentence
from aisance.indicators.sheets import OPENING_COLUMNS, Cells, about_figures, opening_of
from aisance.indicators.statistics.decomposition import Part
from aisance.ui.sheets import Column, Sheet

COLUMNS = (
    Column("compared_from", "day"),
    Column("compared_to", "day"),
    Column("compared_with"),
    Column("by"),
    Column("code"),
    Column("name"),
    Column("n_before", "whole"),
    Column("n_after", "whole"),
    Column("weight_before", "number"),
    Column("weight_after", "number"),
    Column("value_before", "number"),
    Column("value_after", "number"),
    Column("withheld_under", "whole"),
    Column("mix", "number"),
    Column("mix_low", "number"),
    Column("mix_high", "number"),
    Column("rate", "number"),
    Column("rate_low", "number"),
    Column("rate_high", "number"),
    Column("total", "number"),
)

type Names = Mapping[str, Mapping[str, str]]


def sheet_of_story(story: Story, names: Names) -> Sheet:
    """One row a cell of each split, as in the tables of the page; the rows of one `by` add up to the difference."""
    asked = story.asked
    start, end = asked.compare or (asked.start, asked.end)
    against = " ".join(f"{name}:{','.join(codes)}" for name, codes in asked.against.items())
    opening = (*opening_of(story.definition, asked), start, end, against or None)
    rows = [(*opening, *cells) for cells in _rows(story, names)]
    title = sentence(story)
    about = [
        (_("Table"), title),
        (_("Grounds"), grounds(story)),
        (_("Cells"), _("The code * is all small cells together. The rows of one “by” add up to the difference.")),
        *about_figures([story.definition]),
    ]
    return Sheet(title, [*OPENING_COLUMNS, *COLUMNS], rows, about)


def _rows(story: Story, names: Names) -> Iterator[Cells]:
    for dimension, parts in story.folded.items():
        for part in ordered_parts(parts):
            counts = story.folded_counts[dimension][part.key]
            yield (dimension, part.key, names[dimension][part.key], *_cells(story.definition, part, counts))
    by = story.asked.by
    if len(by) < 2:
        return
    for part in ordered_parts(story.split.parts):
        named = [names[dimension][code] for dimension, code in zip(by, part.key, strict=True)]
        words = " · ".join(dict.fromkeys(named))
        yield (",".join(by), ",".join(part.key), words, *_cells(story.definition, part, story.counts[part.key]))


def _cells(definition: Definition, part: Part, counts: tuple[int, int]) -> Cells:
    before, after = counts
    return (
        *(before, after, part.weight_before, part.weight_after),
        shown_value(part.value_before, before, definition),
        shown_value(part.value_after, after, definition),
        definition.minimum_n if min(counts) < definition.minimum_n else None,
        *(part.mix, part.mix_low, part.mix_high, part.rate, part.rate_low, part.rate_high, part.total),
    )
