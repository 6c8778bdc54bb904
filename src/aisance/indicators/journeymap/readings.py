"""What the map reads of the store: scores by step and question, contacts by step and outcome. One reading each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aisance.core.permissions import Viewer
from aisance.indicators.journeymap.rules import SOURCES, Levels, Source, levels_of
from aisance.indicators.queries import conditions_for
from aisance.indicators.readings import SERVED, Period, one_of
from aisance.journeys.contracts import Direction, StepCard
from aisance.lake import public as lake
from aisance.surveys.contracts import EFFORT_COMPONENTS, ProgrammeKind

COMPONENTS = tuple(component.value for component in EFFORT_COMPONENTS)
QUESTIONS = (*(source.question for source in SOURCES), "csat", *COMPONENTS)

type Where = Mapping[str, Sequence[str]]
type Counts = Mapping[int, int]
NO_COUNTS: Counts = {}


@dataclass(frozen=True, slots=True)
class Scores:
    """How many answers gave each score, by step, question and scale."""

    counts: Mapping[tuple[int, str, str], Counts]

    def of(self, step: StepCard, question: str, scale: str) -> Counts:
        return self.counts.get((step.id, question, scale), NO_COUNTS)

    def levels(self, step: StepCard, source: Source) -> Levels:
        return levels_of(source, self.of(step, source.question, source.scale))


@dataclass(frozen=True, slots=True)
class Contacts:
    """How many inbound contacts came at each step and are over, and how many of them nobody served."""

    all: Mapping[int, int] = field(default_factory=dict)
    abandoned: Mapping[int, int] = field(default_factory=dict)


def scores_at(steps: Sequence[StepCard], viewer: Viewer, where: Where, period: Period) -> Scores:
    """The answers given right after contacts at these steps, in the units that the viewer may see."""
    found: dict[tuple[int, str, str], dict[int, int]] = {}
    for cell in lake.sums(
        "answers",
        value=lambda t: 1.0,
        where=[
            one_of("kind", [ProgrammeKind.HOT.value]),
            one_of("question", list(QUESTIONS)),
            one_of("step_id", [step.id for step in steps]),
            *conditions_for(viewer, where, period),
        ],
        by=["step_id", "question", "scale", "score"],
    ):
        step, question, scale, score = cell.dimensions
        found.setdefault((step, question, scale), {})[score] = cell.n
    return Scores(found)


def contacts_at(steps: Sequence[StepCard], viewer: Viewer, where: Where, period: Period) -> Contacts:
    """Contacts of every channel at these steps that customers began and that are over."""
    everything: dict[int, int] = {}
    abandoned: dict[int, int] = {}
    for cell in lake.sums(
        "interactions",
        value=lambda t: 1.0,
        where=[
            one_of("direction", [Direction.INBOUND.value]),
            lambda t: t.outcome.notnull(),
            one_of("step_id", [step.id for step in steps]),
            *conditions_for(viewer, where, period),
        ],
        by=["step_id", "outcome"],
    ):
        step, outcome = cell.dimensions
        everything[step] = everything.get(step, 0) + cell.n
        if outcome not in SERVED:
            abandoned[step] = abandoned.get(step, 0) + cell.n
    return Contacts(everything, abandoned)
