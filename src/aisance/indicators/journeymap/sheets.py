"""The map of a journey as files: the steps with their levels, and every other figure of each step."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from aisance.indicators.contracts import Asked
from aisance.indicators.journeymap.columns import Column as Step
from aisance.indicators.journeymap.columns import JourneyMap
from aisance.indicators.journeymap.measures import ABANDONED, NAMED, STRUGGLED
from aisance.indicators.journeymap.rules import NAMES
from aisance.indicators.registry.answers import CSAT
from aisance.indicators.sheets import Cells, Line, coded_columns, sheet_of_lines
from aisance.ui.sheets import Column, Sheet

STEP = (Column("journey"), Column("position", "whole"), *coded_columns("step"))

LEVELS = (
    Column("read_from"),
    *(Column(f"level_{name}", "whole") for name in NAMES),
    Column("mean_level", "number"),
    Column("share_of_effort", "number"),
    Column("share_low", "number"),
    Column("share_high", "number"),
    Column("contacts", "whole"),
)


def sheet_of_steps(found: JourneyMap, asked: Asked) -> Sheet:
    """One row a step: how many answers are at sweat or headache, the levels, and its part of the journey's effort."""
    lines = [Line(_step(found, step), step.struggled, STRUGGLED, _levels(step)) for step in found.columns]
    return sheet_of_lines(_("Effort by step"), asked, lines, names=STEP, more=LEVELS)


def _step(found: JourneyMap, step: Step) -> Cells:
    return (found.journey.code, step.position, step.step.code, step.step.name)


def _levels(step: Step) -> Cells:
    return (
        step.source.question if step.source else None,
        *(tuple(step.levels) if step.bars else (None,) * len(NAMES)),
        step.mean,
        *(tuple(step.share) if step.share else (None, None, None)),
        step.contacts,
    )


def sheet_of_step_figures(found: JourneyMap, asked: Asked) -> Sheet:
    """One row a step and figure: what the effort is made of, who was satisfied, what was abandoned."""
    names = [*STEP, *coded_columns("component")]
    return sheet_of_lines(_("What else is known of each step"), asked, _figures(found), names=names)


def _figures(found: JourneyMap) -> Iterator[Line]:
    for step in found.columns:
        names = _step(found, step)
        for one in step.components:
            yield Line((*names, one.code, str(one.name)), one.estimate, NAMED)
        yield Line((*names, None, None), step.csat, CSAT)
        yield Line((*names, None, None), step.abandoned, ABANDONED)
