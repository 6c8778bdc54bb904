"""How each kind of part is read, but for trends."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from aisance.boards.reading.cells import Cell, Question
from aisance.boards.reading.shapes import (
    Bar,
    BreakdownShape,
    DistributionShape,
    FigureShape,
    JourneyShape,
    Place,
    RankingShape,
    Step,
    TableShape,
)
from aisance.core.statistics import wilson
from aisance.indicators.contracts import Asked, Definition, Estimate
from aisance.indicators.public import distribution, rank_groups
from aisance.journeys.public import main_journey, steps
from aisance.ui.drawings import Axis, axis_over

DIMENSION_NAMES = {
    "channel": _("Channel"),
    "step": _("Journey step"),
    "reason": _("Contact reason"),
    "unit": _("Unit"),
    "advisor": _("Advisor"),
    "language": _("Language"),
    "month": _("Month"),
}

NOTHING = Estimate({}, 0, None, None, None)


def figure_of(question: Question) -> FigureShape:
    """The value, compared with the period before."""
    [now] = question.estimates()
    [before] = question.between(*question.narrowed.before)
    return FigureShape(question.cell(now), before)


def ranking_of(question: Question, dimension: str) -> RankingShape:
    """The values of a dimension from the best to the worst; those without a value are left out."""
    cells = [cell for cell in question.cells([dimension]) if cell.estimate.value is not None]
    definition = question.definition
    ranks = rank_groups(
        [cell.estimate for cell in cells], measure=definition.measure, higher_is_better=definition.higher_is_better
    )
    sign = -1.0 if definition.higher_is_better else 1.0
    ordered = sorted(zip(ranks, cells, strict=True), key=lambda pair: (pair[0], sign * (pair[1].estimate.value or 0.0)))
    return RankingShape(DIMENSION_NAMES[dimension], _places(ordered), axis_around(cells))


def _places(ordered: Sequence[tuple[int, Cell]]) -> list[Place]:
    ranks = [rank for rank, _ in ordered]
    return [
        Place(
            rank=rank,
            is_tied=ranks.count(rank) > 1,
            opens=i == 0 or ranks[i - 1] != rank,
            tied_below=i + 1 < len(ranks) and ranks[i + 1] == rank,
            cell=cell,
        )
        for i, (rank, cell) in enumerate(ordered)
    ]


def axis_around(cells: Sequence[Cell]) -> Axis:
    """A round axis over the intervals and 0, with room at both ends for a point."""
    return axis_over_estimates([cell.estimate for cell in cells])


def axis_over_estimates(estimates: Sequence[Estimate]) -> Axis:
    """The same over bare estimates."""
    bounds = [bound for estimate in estimates for bound in (estimate.low, estimate.value, estimate.high)]
    return axis_over([0.0, *bounds], first=3.0, last=97.0)


def breakdown_of(question: Question, rows: str, columns: str) -> BreakdownShape:
    """Two dimensions crossed, in their own orders."""
    cells = question.cells([rows, columns])
    row_names = list(dict.fromkeys(cell.names[0] for cell in cells))
    names = [cell.name for cell in question.cells([columns], compared=False)]  # in the order of the dimension
    grid = {cell.names: cell for cell in cells}
    return BreakdownShape(
        DIMENSION_NAMES[rows],
        DIMENSION_NAMES[columns],
        names,
        [(row, [grid.get((row, column)) for column in names]) for row in row_names],
    )


def journey_of(question: Question) -> JourneyShape:
    """The steps of the main journey, and the hardest among them where one is set apart by more than chance."""
    journey = main_journey()
    path = [step for step in steps() if step.journey_code == journey.code] if journey else []
    found = {cell.estimate.dimensions["step"]: cell for cell in question.cells(["step"])}
    cells = [found.get(step.code) or Cell((step.name,), NOTHING, weak=True, move=None) for step in path]
    worst = _worst(question, cells)
    shown = [Step(i + 1, step.name, cell, i in worst) for i, (step, cell) in enumerate(zip(path, cells, strict=True))]
    return JourneyShape(journey.name if journey else "", shown, axis_around(cells))


def _worst(question: Question, cells: Sequence[Cell]) -> set[int]:
    """The steps that nothing sets apart from the worst; empty where that is all of them."""
    definition = question.definition
    solid = [i for i, cell in enumerate(cells) if cell.estimate.value is not None and not cell.weak]
    ranks = rank_groups(
        [cells[i].estimate for i in solid],
        measure=definition.measure,
        higher_is_better=not definition.higher_is_better,
    )
    first = {i for i, rank in zip(solid, ranks, strict=True) if rank == 1}
    return first if len(first) < len(solid) else set()


def distribution_of(question: Question) -> DistributionShape:
    """How many gave each score, with the interval of each share."""
    narrowed = question.narrowed
    kept = {name: tuple(codes) for name, codes in narrowed.where.items()}
    asked = Asked(start=narrowed.start, end=narrowed.end, where=kept)
    counted = distribution(question.definition.name, asked, viewer=question.viewer).get((), {})
    [whole] = question.estimates()
    return DistributionShape(_bars(question, _every_score(question.definition, counted)), question.cell(whole))


def _every_score(definition: Definition, counted: Mapping[int, int]) -> dict[int, int]:
    """The counts with those of scores that nobody gave, in the order of the scale."""
    if not sum(counted.values()):
        return {}
    scores = {score for part in definition.parts for score in part.values} | set(counted)
    return {score: counted.get(score, 0) for score in sorted(scores)}


def _bars(question: Question, counts: Mapping[int, int]) -> list[Bar]:
    total = sum(counts.values())
    most = max(counts.values(), default=0)
    bars = []
    for score, n in counts.items():
        low, high = wilson(n, total) or (0.0, 0.0)
        share = n / total if total else 0.0
        leads = question.behind(Estimate({}, n, share, low, high), name=str(score), scores=[score])
        bars.append(Bar(score, n, share, low, high, round(100 * n / most, 2) if most else 0.0, leads))
    return bars


def table_of(question: Question, rows: str, columns: str) -> TableShape:
    """The cells of one or two dimensions, in the order of the dimensions."""
    by = [dimension for dimension in (rows, columns) if dimension]
    return TableShape([DIMENSION_NAMES[dimension] for dimension in by], question.cells(by))
