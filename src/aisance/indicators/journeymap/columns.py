"""The journey as columns: each step with its levels of effort, its part of the whole, and what else is known of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.core.permissions import Viewer
from aisance.indicators.contracts import Definition, Estimate
from aisance.indicators.dashboard.moves import Move, is_weak, move_of
from aisance.indicators.journeymap.measures import (
    ABANDONED,
    EFFORTLESS,
    MOMENT_MEASURES,
    NAMED,
    STRUGGLED,
    share_of,
)
from aisance.indicators.journeymap.moments import moments_at
from aisance.indicators.journeymap.readings import (
    COMPONENTS,
    Contacts,
    Counts,
    Scores,
    Where,
    contacts_at,
    scores_at,
)
from aisance.indicators.journeymap.rules import (
    NAMES,
    SOURCES,
    Candidate,
    Levels,
    MomentKind,
    Share,
    Source,
    candidates,
    mean_level,
    shares_of_effort,
)
from aisance.indicators.models import Moment
from aisance.indicators.readings import Period
from aisance.indicators.registry.answers import CSAT
from aisance.indicators.rules import NO_ANSWERS
from aisance.indicators.statistics import Sums
from aisance.journeys.contracts import JourneyCard, StepCard
from aisance.journeys.public import steps

MINIMUM_N = STRUGGLED.minimum_n

LEVEL_NAMES = {
    "none": pgettext_lazy("level of effort", "none"),
    "light": pgettext_lazy("level of effort", "light"),
    "sweat": pgettext_lazy("level of effort", "sweat"),
    "headache": pgettext_lazy("level of effort", "headache"),
}

COMPONENT_NAMES = {
    "effort_waiting": pgettext_lazy("part of effort", "waiting"),
    "effort_money": _("money"),
    "effort_physical": _("going there"),
    "effort_cognitive": _("understanding"),
    "effort_process": _("formalities"),
    "effort_relational": _("not being heard"),
}

KIND_NAMES: dict[MomentKind, Any] = {
    "truth": _("Moment of truth"),
    "delight": _("Moment of delight"),
    "annoyance": _("Moment of annoyance"),
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a bar: its share of the answers, and where it is drawn, in per cent."""

    code: str
    name: Any
    n: int
    share: float
    start: str
    size: str
    top: str


@dataclass(frozen=True, slots=True)
class Component:
    """One thing of which effort is made, and the share of those asked who named it."""

    code: str
    name: Any
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class MomentShown:
    """A moment that somebody marked, with what answers say of it now and whether that moved."""

    id: int
    kind: MomentKind
    name: Any
    words: str
    figures: tuple[tuple[Definition, Estimate, Move], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One step. `levels` are empty where it has fewer answers than may be shown; `n` counts them all the same.

    `source` is the question from which the levels are read, null where none was answered. `share` is null where the
    step is read from another question than the journey, or has too few answers.
    """

    step: StepCard
    position: int
    source: Source | None
    n: int
    levels: Levels
    bars: tuple[Level, ...]
    struggled: Estimate
    mean: float | None
    share: Share | None
    components: tuple[Component, ...]
    contacts: int
    abandoned: Estimate
    csat: Estimate
    moments: tuple[MomentShown, ...]

    @property
    def is_masked(self) -> bool:
        return 0 < self.n < MINIMUM_N

    @property
    def is_weak(self) -> bool:
        return is_weak(STRUGGLED, self.struggled)

    @property
    def effortless_share(self) -> float | None:
        """The share of answers without any effort."""
        return self.levels.none / self.levels.n if self.levels.n else None

    @property
    def named(self) -> list[Component]:
        """The two components named most, where anybody named one."""
        known = [one for one in self.components if one.estimate.value]
        return sorted(known, key=lambda one: -(one.estimate.value or 0.0))[:2]


@dataclass(frozen=True, slots=True)
class JourneyMap:
    """A journey. `source` is the question from which most steps are read; only they are compared with each other."""

    journey: JourneyCard
    columns: tuple[Column, ...]
    source: Source | None
    proposed: tuple[tuple[Column, Candidate], ...]

    @property
    def level_names(self) -> list[Any]:
        return list(LEVEL_NAMES.values())

    @property
    def has_answers(self) -> bool:
        return any(column.levels.n for column in self.columns)

    @property
    def otherwise_read(self) -> list[Column]:
        """The steps read from a question that does not ask for the level of effort."""
        return [column for column in self.columns if column.levels.n and column.source != SOURCES[0]]

    @property
    def not_compared(self) -> list[Column]:
        """The steps that have levels, but not of the question from which the journey is read."""
        return [column for column in self.columns if column.levels.n and column.source != self.source]

    @property
    def hardest(self) -> Column | None:
        """The step that stands out most by its effort, where one does."""
        found = [column for column, one in self.proposed if one.kind in ("annoyance", "truth")]
        return max(found, key=lambda column: column.struggled.value or 0.0, default=None)

    @property
    def unmarked(self) -> list[tuple[Column, Candidate]]:
        """What answers propose and nobody has marked."""
        return [(column, one) for column, one in self.proposed if not _is_marked(column, one)]


def _is_marked(column: Column, found: Candidate) -> bool:
    return any(moment.kind in (found.kind, "truth") for moment in column.moments)


def journey_map(
    journey: JourneyCard, viewer: Viewer, *, where: Where, period: Period, before: Period | None = None
) -> JourneyMap:
    """The map of a journey in a period; moments are compared with the period before, where there is one."""
    path = [step for step in steps() if step.journey_code == journey.code]
    now = scores_at(path, viewer, where, period)
    past = scores_at(path, viewer, where, before) if before else Scores({})
    contacts = contacts_at(path, viewer, where, period)
    sources = {step.id: _source_of(step, now) for step in path}
    levels = {step.id: _shown_levels(step, sources[step.id], now) for step in path}
    source = _most_used([sources[step.id] for step in path if levels[step.id].n])
    alike = [step for step in path if levels[step.id].n and sources[step.id] == source]
    shares = dict(zip((s.id for s in alike), shares_of_effort([levels[s.id] for s in alike]), strict=True))
    marked = _by_step(moments_at([step.id for step in path]))
    columns = tuple(
        _column(i + 1, step, sources[step.id], shares.get(step.id), (now, past, contacts), marked.get(step.id, []))
        for i, step in enumerate(path)
    )
    by_code = {column.step.code: column for column in columns}
    found = candidates({step.code: levels[step.id] for step in alike})
    return JourneyMap(journey, columns, source, tuple((by_code[one.step], one) for one in found))


def _source_of(step: StepCard, scores: Scores) -> Source | None:
    """The preferred question with answers enough, else the one with most answers."""
    counts = [(scores.levels(step, source).n, source) for source in SOURCES]
    enough = [source for n, source in counts if n >= MINIMUM_N]
    some = [source for n, source in sorted(counts, key=lambda pair: -pair[0]) if n]
    return next(iter([*enough, *some]), None)


def _shown_levels(step: StepCard, source: Source | None, scores: Scores) -> Levels:
    levels = scores.levels(step, source) if source else Levels()
    return levels if levels.n >= MINIMUM_N else Levels()


def _most_used(sources: Sequence[Source | None]) -> Source | None:
    used = [source for source in SOURCES if source in sources]
    return max(used, key=sources.count, default=None)


def _by_step(moments: Sequence[Moment]) -> Mapping[int, list[Moment]]:
    found: dict[int, list[Moment]] = {}
    for moment in moments:
        found.setdefault(moment.step_id, []).append(moment)
    return found


def _column(
    position: int,
    step: StepCard,
    source: Source | None,
    share: Share | None,
    read: tuple[Scores, Scores, Contacts],
    marked: Sequence[Moment],
) -> Column:
    now, past, contacts = read
    levels = now.levels(step, source) if source else Levels()
    shown = levels if levels.n >= MINIMUM_N else Levels()
    earlier = past.levels(step, source) if source else Levels()
    total = contacts.all.get(step.id, 0)
    return Column(
        step=step,
        position=position,
        source=source,
        n=levels.n,
        levels=shown,
        bars=bars_of(shown),
        struggled=share_of(STRUGGLED, int(levels.struggled.total), levels.n),
        mean=mean_level(shown),
        share=share,
        components=_components(step, now),
        contacts=total,
        abandoned=share_of(ABANDONED, contacts.abandoned.get(step.id, 0), total),
        csat=_satisfied(now.of(step, "csat", "csat_5")),
        moments=tuple(_moment(moment, levels, earlier) for moment in marked),
    )


def bars_of(levels: Levels) -> tuple[Level, ...]:
    """The levels in their order, each after the one before; empty without answers."""
    if not levels.n:
        return ()
    found, start = [], 0.0
    for (code, name), n in zip(LEVEL_NAMES.items(), levels, strict=True):
        share = n / levels.n
        # Text, since a template would write the number with the reader's decimal comma.
        places = [f"{100 * place:.2f}%" for place in (start, share, 1 - start - share)]
        found.append(Level(code, name, n, share, places[0], places[1], places[2]))
        start += share
    assert len(found) == len(NAMES)
    return tuple(found)


def _components(step: StepCard, scores: Scores) -> tuple[Component, ...]:
    found = []
    for code in COMPONENTS:
        counts = scores.of(step, code, "component_2")
        found.append(Component(code, COMPONENT_NAMES[code], share_of(NAMED, counts.get(1, 0), sum(counts.values()))))
    return tuple(found)


def _satisfied(counts: Counts) -> Estimate:
    [part] = CSAT.parts
    good = sum(n for score, n in counts.items() if part.values.get(score))
    return share_of(CSAT, good, sum(counts.values()))


def _moment(moment: Moment, now: Levels, before: Levels) -> MomentShown:
    kind: MomentKind = moment.kind  # type: ignore[assignment]  # the column holds these three words only
    figures = tuple(_fed(definition, now, before) for definition in MOMENT_MEASURES[kind])
    return MomentShown(moment.pk, kind, KIND_NAMES[kind], moment.words, figures)


def _fed(definition: Definition, now: Levels, before: Levels) -> tuple[Definition, Estimate, Move]:
    good, other = (now.effortless, before.effortless) if definition is EFFORTLESS else (now.struggled, before.struggled)
    estimate = share_of(definition, int(good.total), now.n, before=_comparable(other))
    return definition, estimate, move_of(definition, estimate)


def _comparable(sums: Sums) -> Sums:
    """Too few answers before are no answers to compare with."""
    return sums if sums.n >= MINIMUM_N else NO_ANSWERS
