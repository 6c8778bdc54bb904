"""Reads of a barometer: its frame and strata, its waves, and who stayed silent in the wave before."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.core.statistics import wilson
from aisance.customers.contracts import Traits
from aisance.customers.public import everybody
from aisance.journeys.public import customers_met
from aisance.surveys.contracts import InvitationState
from aisance.surveys.models import Invitation, Programme, Wave
from aisance.surveys.models.invitations import ANSWERED
from aisance.surveys.permissions import VIEW_PROGRAMMES
from aisance.surveys.planning.sampling import allocation, answers_needed, design_effect, half_width_reached, to_invite
from aisance.surveys.planning.verdicts import Plan

MET_WITHIN = timedelta(days=365)
"""The customers of a part of the company are those whom it met in this time; the company's are all."""

UNKNOWN = "?"
STRATIFIERS = ("language", "segment")
SENT = [InvitationState.SENDING.value, InvitationState.DELIVERED.value]


def frame(programme: Programme, plan: Plan) -> dict[int, Traits]:
    """The customers of whom a barometer draws its sample. Reads every customer's language and segment once."""
    fits = ((pk, trait) for pk, trait in everybody() if plan.audience.fits_customer(trait.language, trait.segment, pk))
    if programme.unit.path.count("/") == 2:  # type: ignore[union-attr]  # a stored unit has a path
        return dict(fits)
    met = customers_met(plan.audience.units, clock.now() - MET_WITHIN)
    return {pk: trait for pk, trait in fits if pk in met}


def stratum_of(trait: Traits, stratify_by: Sequence[str]) -> str:
    """The name of a customer's stratum: the values with slashes between; a question mark where one is unknown.

    >>> stratum_of(Traits("fr", ""), ["language", "segment"])
    'fr/?'
    """
    return "/".join(getattr(trait, name) or UNKNOWN for name in stratify_by) or "all"


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """What a wanted precision takes. `strata` holds size and number to draw by name.

    `half_width` is what is to be expected once the unequal weights of strata are counted.
    """

    population: int
    answers: int
    sample: int
    strata: dict[str, tuple[int, int]]
    half_width: float
    is_everybody: bool


def sample_plan(
    sizes: Counter[str], *, precision: float, variance: float, expected_rate: float, minimum: int
) -> SamplePlan:
    """How many answers, how many to draw, and how many in each stratum."""
    population = sizes.total()
    answers = answers_needed(precision, variance, population)
    drawn = allocation(sizes, to_invite(answers, expected_rate), minimum)
    sample = sum(drawn.values())
    effect = design_effect(sizes, drawn)
    return SamplePlan(
        population=population,
        answers=answers,
        sample=sample,
        strata={name: (sizes[name], drawn[name]) for name in sorted(sizes)},
        half_width=half_width_reached(int(sample * expected_rate), variance, population, effect),
        is_everybody=sample >= population,
    )


def strata_sizes(traits: Iterable[Traits], stratify_by: Sequence[str]) -> Counter[str]:
    """How many customers each stratum has."""
    return Counter(stratum_of(trait, stratify_by) for trait in traits)


@dataclass(frozen=True, slots=True)
class WaveLine:
    """A wave with what became of it; `silent` counts those who had not answered the wave before."""

    wave: Wave
    drawn: int
    asked: int
    answered: int
    rate: float | None
    low: float | None
    high: float | None
    silent_asked: int
    silent_rate: float | None
    silent_low: float | None
    silent_high: float | None

    @property
    def last_day(self) -> datetime:
        """A moment of the last day; the wave ends as the next one begins."""
        return self.wave.ends_at - timedelta(seconds=1)


def wave_lines(viewer: Viewer, programme: Programme) -> list[WaveLine]:
    """Every wave of a programme, the newest first, with its response rate. Three queries a wave."""
    return [wave_line(wave, wave_rows(viewer, wave)) for wave in programme.waves.order_by("-number")]


def drawn_yet(programme: Programme) -> bool:
    """Whether the sample of any wave was ever drawn."""
    return programme.waves.exclude(state=Wave.State.PLANNED).exists()


def next_wave(programme: Programme) -> Wave | None:
    """The wave that is drawn next; null where none is planned that is not over."""
    planned = programme.waves.filter(state=Wave.State.PLANNED, ends_at__gt=clock.now())
    return planned.order_by("starts_at", "pk").first()


def wave_rows(viewer: Viewer, wave: Wave) -> Any:
    """The invitations of a wave that the viewer may see."""
    return Invitation.objects.filter(viewer.scope(VIEW_PROGRAMMES).rows("unit"), wave=wave)


def wave_line(wave: Wave, rows: Any) -> WaveLine:
    """What became of these invitations of a wave. Three queries."""
    asked, answered = _answered(rows)
    silent = rows.filter(customer_id__in=silent_in(wave.programme_id, wave.number - 1).values("customer_id"))
    silent_asked, silent_answered = _answered(silent)
    return WaveLine(
        wave,
        rows.count(),
        asked,
        answered,
        *_shares(answered, asked),
        silent_asked,
        *_shares(silent_answered, silent_asked),
    )


def _answered(rows: Any) -> tuple[int, int]:
    sent = Q(state__in=SENT)
    counted = rows.aggregate(asked=Count("pk", filter=sent), answered=Count("pk", filter=sent & ANSWERED))
    return counted["asked"], counted["answered"]


def _shares(answered: int, asked: int) -> tuple[float | None, float | None, float | None]:
    bounds = wilson(answered, asked)
    return (answered / asked, *bounds) if bounds else (None, None, None)


def silent_in(programme_id: int, number: int) -> Any:
    """The invitations of a wave that left and were not answered."""
    sent = Invitation.objects.filter(wave__programme_id=programme_id, wave__number=number, state__in=SENT)
    return sent.exclude(pk__in=sent.filter(ANSWERED).values("pk"))


def silent_before(rows: Iterable[Invitation]) -> frozenset[int]:
    """Those of these invitations whose customers did not answer the wave before, by id. A query a wave."""
    by_wave: dict[int, dict[int, int]] = {}
    for row in rows:
        if row.wave_id is not None and row.customer_id is not None:
            by_wave.setdefault(row.wave_id, {})[row.customer_id] = row.pk
    found: set[int] = set()
    for wave in Wave.objects.filter(pk__in=by_wave):
        silent = silent_in(wave.programme_id, wave.number - 1).filter(customer_id__in=by_wave[wave.pk])
        found |= {by_wave[wave.pk][customer_id] for customer_id in silent.values_list("customer_id", flat=True)}
    return frozenset(found)
