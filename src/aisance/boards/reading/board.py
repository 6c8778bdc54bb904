"""A whole board as one reader sees it now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from aisance.accounts.contracts import UnitCard
from aisance.accounts.public import units_in
from aisance.boards.contracts import PartKind
from aisance.boards.models import Board, Part
from aisance.boards.reading.cells import Question
from aisance.boards.reading.kinds import (
    DIMENSION_NAMES,
    breakdown_of,
    distribution_of,
    figure_of,
    journey_of,
    ranking_of,
    table_of,
)
from aisance.boards.reading.selection import figures_address, in_words, selected
from aisance.boards.reading.shapes import Shape
from aisance.boards.reading.trends import trend_of
from aisance.core import clock
from aisance.core.permissions import RIGHTS, Viewer
from aisance.core.translated import translated
from aisance.indicators.contracts import Definition, IndicatorError
from aisance.indicators.public import SPANS_BEFORE, caution_words, definition, why_nowhere


@dataclass(frozen=True, slots=True)
class PartReading:
    """One part: what it is called, what it stands on, and its shape; or `problem`, why it cannot be shown.

    `caution` says where somebody is paid by the figure, `nowhere` why its figures lead to no single answer or contact.
    """

    part: Part
    title: str
    definition: Definition | None = None
    selection: str = ""
    before: str = ""
    shape: Shape | None = None
    figures: str = ""
    problem: str = ""
    nowhere: str = ""
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    caution: str = ""

    @property
    def kind(self) -> str:
        return str(self.part.kind)

    @property
    def template(self) -> str:
        """The drawing of this kind on a page."""
        return f"boards/parts/{self.kind}.html"

    @property
    def n(self) -> int:
        """On how many answers or contacts the part stands."""
        if self.shape is None or self.shape.kind == PartKind.TREND:
            return 0
        return sum(cell.estimate.n for cell in self.shape.cells)

    @property
    def has_weak(self) -> bool:
        cells = self.shape.cells if self.shape else []
        return any(cell.weak and cell.estimate.value is not None for cell in cells)

    @property
    def has_withheld(self) -> bool:
        return any(cell.withheld for cell in (self.shape.cells if self.shape else []))


@dataclass(frozen=True, slots=True)
class BoardReading:
    """The parts of a board in order. `units` names those whose figures the reader sees."""

    board: Board
    title: str
    units: str
    parts: list[PartReading]
    computed_at: datetime

    @property
    def definitions(self) -> list[Definition]:
        """The definitions that the board stands on, each once, in the order of the parts."""
        found = {entry.definition.name: entry.definition for entry in self.parts if entry.definition}
        return list(found.values())


def read_board(board: Board, viewer: Viewer) -> BoardReading:
    """Every part of a board, with the figures of the units that the viewer may see."""
    parts = [read_part(part, viewer) for part in board.parts.all()]
    return BoardReading(board, translated(board.title), units_in_words(viewer), parts, clock.now())


def read_part(part: Part, viewer: Viewer) -> PartReading:
    """One part; what cannot be shown says why in its place and leaves the rest of the board alone."""
    title = translated(part.title)
    try:
        entry = definition(part.indicator)
    except IndicatorError:
        gone = _("The indicator of this part does not exist any more: “%(name)s”.") % {"name": part.indicator}
        return PartReading(part, title or part.indicator, problem=gone)
    question = Question(entry, selected(part, clock.today()), viewer)
    title = title or default_title(part, entry)
    try:
        return PartReading(
            part,
            title,
            entry,
            in_words(question.narrowed, viewer),
            str(SPANS_BEFORE[question.narrowed.period.span]),
            _shape(part, question),
            figures_address(entry, question.narrowed, by=part.rows),
            nowhere=why_nowhere(entry, question.narrowed.chosen_by(viewer)),
            where=question.narrowed.where,
            caution=caution_words(viewer, entry.name, question.narrowed.where),
        )
    except IndicatorError as problem:
        return PartReading(part, title, entry, problem=_in_words(problem))


def _in_words(problem: IndicatorError) -> str:
    """What stands in the place of a part. The unit that somebody else chose is not named to whoever may not see it."""
    if problem.field == "unit":
        return _("This part is about a unit that you do not see.")
    return str(problem)


def _shape(part: Part, question: Question) -> Shape:
    match PartKind(part.kind):
        case PartKind.FIGURE:
            return figure_of(question)
        case PartKind.TREND:
            return trend_of(question)
        case PartKind.RANKING:
            return ranking_of(question, part.rows)
        case PartKind.BREAKDOWN:
            return breakdown_of(question, part.rows, part.columns)
        case PartKind.JOURNEY:
            return journey_of(question)
        case PartKind.DISTRIBUTION:
            return distribution_of(question)
        case PartKind.TABLE:
            return table_of(question, part.rows, part.columns)


DIMENSION_PHRASES = {
    "channel": lambda: _("%(name)s by channel"),
    "step": lambda: _("%(name)s by step"),
    "reason": lambda: _("%(name)s by contact reason"),
    "unit": lambda: _("%(name)s by unit"),
    "advisor": lambda: _("%(name)s by advisor"),
    "language": lambda: _("%(name)s by language"),
    "month": lambda: _("%(name)s by month"),
}


def default_title(part: Part, entry: Definition) -> str:
    """What a part without a title of its own is called."""
    phrases = {
        PartKind.JOURNEY: lambda: _("%(name)s along the journey"),
        PartKind.DISTRIBUTION: lambda: _("%(name)s, score by score"),
    }
    phrase = phrases.get(PartKind(part.kind)) or DIMENSION_PHRASES.get(part.rows)
    title = phrase() % {"name": entry.title} if phrase else str(entry.title)
    return f"{title} × {DIMENSION_NAMES[part.columns]}" if part.columns else title


def units_in_words(viewer: Viewer) -> str:
    """The units whose figures the viewer sees: the topmost ones by name."""
    top = [unit.name for unit in top_units(viewer)]
    return ", ".join(top[:4]) + (" …" if len(top) > 4 else "")


def top_units(viewer: Viewer) -> list[UnitCard]:
    """The units that the viewer sees and that lie below no other such unit."""
    units = units_in(viewer.scope(RIGHTS["indicators.view"]))
    paths = {unit.path for unit in units}
    return [unit for unit in units if not any(unit.path != path and unit.path.startswith(path) for path in paths)]
