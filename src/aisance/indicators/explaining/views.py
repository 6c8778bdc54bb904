"""The page that says why a figure moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.indicators.contracts import Asked, Definition, IndicatorError
from aisance.indicators.drilling import Behind
from aisance.indicators.explaining.by_theme import STORY_DIMENSIONS
from aisance.indicators.explaining.forms import WhyForm
from aisance.indicators.explaining.leads import Leads
from aisance.indicators.explaining.sheets import sheet_of_story
from aisance.indicators.explaining.story import Story, explained, names_in, ordered_parts, shown_value
from aisance.indicators.explaining.words import Lines, grounds, lines_of, sentence, size_in_words, split_in_words
from aisance.indicators.pages import indicator_or_404
from aisance.indicators.permissions import VIEW
from aisance.indicators.sheets import selection_words
from aisance.indicators.statistics.decomposition import Part
from aisance.ui.sheets import wanted


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a full table, in words."""

    name: str
    weights: tuple[float, float]
    values: tuple[float | None, float | None]
    counts: tuple[int, int]
    behind: tuple[Behind, Behind]
    mix: str
    rate: str
    total: str


@dataclass(frozen=True, slots=True)
class Table:
    """All cells of a split, and what they add up to."""

    title: str
    rows: list[Row]
    mix: str
    rate: str
    total: str


@dataclass(frozen=True, slots=True)
class Page:
    """A story in the reader's language."""

    sentence: str
    grounds: str
    split: list[str]
    lines: list[tuple[str, Lines]]
    tables: list[Table]
    story: Story
    total: str

    @property
    def nowhere(self) -> list[str]:
        """Why values lead to no rows, each reason once."""
        found = (behind.why for table in self.tables for row in table.rows for behind in row.behind)
        return list(dict.fromkeys(why for why in found if why))


@requires(VIEW)
@require_GET
def show_why(request: ViewerRequest, name: str) -> HttpResponseBase:
    """Why an indicator differs between two periods, or between two units or channels."""
    entry = indicator_or_404(name)
    form = WhyForm(request.GET, entry=entry, viewer=request.viewer)
    page = None
    try:
        page = _page(entry, form.asked, request.viewer) if form.is_valid() else None
    except IndicatorError as problem:
        form.refuse(problem)
    if page and (file := wanted(request)):
        sheet = sheet_of_story(page.story, names_in(request.viewer, page.story))
        return file.of(sheet, "why", entry.name, *selection_words(page.story.asked))
    context = {"definition": entry, "form": form, "page": page}
    return render(request, "indicators/why.html", context, status=200 if page else 422)


def _page(entry: Definition, asked: Asked, viewer: Viewer) -> Page:
    story = explained(viewer, entry, asked)
    names = names_in(viewer, story)
    shown = story.folded if story.moved else ()
    lines = [(str(STORY_DIMENSIONS[dimension]), lines_of(story, dimension, names[dimension])) for dimension in shown]
    total = size_in_words(story.split.difference or 0.0, entry)
    tables = _tables(story, names, Leads(story, viewer))
    return Page(sentence(story), grounds(story), split_in_words(story), lines, tables, story, total)


class _Cell(NamedTuple):
    """A cell of a table: its name, what it did to the figure, its rows on both sides, and where it lies."""

    name: str
    part: Part
    counts: tuple[int, int]
    codes: Mapping[str, str]


def _tables(story: Story, names: dict[str, dict[str, str]], leads: Leads) -> list[Table]:
    """One for each dimension and, where there are several, one for the cells of all."""
    tables = [
        _table(
            story,
            str(STORY_DIMENSIONS[dimension]),
            [
                _Cell(names[dimension][p.key], p, story.folded_counts[dimension][p.key], {dimension: p.key})
                for p in ordered_parts(parts)
            ],
            leads,
        )
        for dimension, parts in story.folded.items()
    ]
    if len(story.asked.by) < 2 or not story.split.parts:
        return tables
    joint = [
        _Cell(
            _joint_name(story, part, names),
            part,
            story.counts[part.key],
            dict(zip(story.asked.by, part.key, strict=True)),
        )
        for part in ordered_parts(story.split.parts)
    ]
    title = " × ".join(str(STORY_DIMENSIONS[dimension]) for dimension in story.asked.by)
    return [*tables, _table(story, title, joint, leads)]


def _joint_name(story: Story, part: Part, names: dict[str, dict[str, str]]) -> str:
    found = [names[dimension][code] for dimension, code in zip(story.asked.by, part.key, strict=True)]
    return " · ".join(dict.fromkeys(found))


def _table(story: Story, title: str, found: list[_Cell], leads: Leads) -> Table:
    split = story.split
    rows = [_row(story.definition, cell, leads) for cell in found]
    totals = [size_in_words(size or 0.0, story.definition) for size in (split.mix, split.rate, split.difference)]
    return Table(title, rows, *totals)


def _row(definition: Definition, cell: _Cell, leads: Leads) -> Row:
    part, (n_before, n_after) = cell.part, cell.counts
    before = shown_value(part.value_before, n_before, definition)
    after = shown_value(part.value_after, n_after, definition)
    return Row(
        cell.name,
        (part.weight_before, part.weight_after),
        (before, after),
        cell.counts,
        leads.of(cell.codes, cell.counts, (before, after), cell.name),
        size_in_words(part.mix, definition),
        size_in_words(part.rate, definition),
        size_in_words(part.total, definition),
    )
