"""The API of the journey map."""

from typing import Any, Literal

from ninja import Field, Query, Router, Schema, Status

from aisance.accounts.public import api_key_auth, requires_api
from aisance.core.permissions import ViewerRequest
from aisance.indicators.api import REFUSALS, Wrong
from aisance.indicators.asking import unknown
from aisance.indicators.contracts import Asked, IndicatorError
from aisance.indicators.journeymap.columns import journey_map
from aisance.indicators.journeymap.documents import map_document
from aisance.indicators.narrowing import as_problem, narrowed
from aisance.indicators.periods import previous_period
from aisance.indicators.permissions import VIEW
from aisance.journeys.contracts import JourneyCard
from aisance.journeys.public import journey_cards

router = Router(tags=["journeys"], auth=api_key_auth)

WORDS = ("from", "to", "compare", "unit", "channel")


class MapWords(Schema):
    """What may stand in the address; several values of a word by commas or by repeating it."""

    from_: str = Field("", alias="from", description="The first day, as 2026-11-01. Without it, from the beginning.")
    to: str = Field("", description="The last day, included. Without it, to the end.")
    compare: str = Field("", description="The period with which moments are compared; the one before, if not said.")
    unit: str = Field("", description="Keep these units and the ones below them, by code.")
    channel: str = Field("", description="Keep these channels.")


class ShareOut(Schema):
    """A share with its 95 % interval."""

    n: int
    value: float | None
    low: float | None
    high: float | None
    masked: bool = Field(description="Whether there are answers, but fewer than the minimum.")
    verdict: Literal["up", "down", "no significant change"] | None = Field(description="Against the period before.")


class PartOut(Schema):
    """A step's part of the journey's effort, with its 95 % interval."""

    value: float
    low: float
    high: float


class MomentOut(Schema):
    """A moment that somebody marked, with what answers say of it."""

    kind: Literal["truth", "delight", "annoyance"]
    words: str
    figures: dict[str, ShareOut]


class ProposedOut(Schema):
    """A step that differs from the rest of the journey beyond chance, and that nobody marked."""

    step: str
    kind: Literal["truth", "delight", "annoyance"]
    difference: float
    low: float
    high: float
    p_adjusted: float = Field(description="Holm over two tests a step.")


class StepOut(Schema):
    """One step."""

    step: str
    name: str
    n: int
    source: str | None = Field(description="The scale from which the levels are read: effort_4, net_easy_7 or ces_7.")
    levels: dict[str, int] | None = Field(
        description="Answers at none, light, sweat, headache; null under the minimum."
    )
    sweat_or_worse: ShareOut
    mean_level: float | None = Field(description="From 0 to 3; never to be read alone.")
    share_of_effort: PartOut | None = Field(description="Mean level / sum of mean levels of the steps read alike.")
    components: dict[str, ShareOut]
    contacts: int
    abandoned: ShareOut
    satisfied: ShareOut
    moments: list[MomentOut]


class MapOut(Schema):
    """A journey, step by step."""

    journey: str
    name: str
    source: str | None = Field(description="The scale of the steps that are compared with each other.")
    steps: list[StepOut]
    proposed_moments: list[ProposedOut]


@router.get("/{code}/map", response={200: MapOut, 404: Wrong, 422: Wrong, **REFUSALS}, summary="Read a journey's map")
@requires_api(VIEW)
def read_map(request: ViewerRequest, code: str, words: Query[MapWords]) -> Any:
    """Effort, components, contacts, satisfaction, abandonment and moments by step, in the units the key may see."""
    try:
        journey = _journey(code)
    except IndicatorError as problem:
        return Status(404, as_problem(problem))
    try:
        # The address itself and not `words`: a word that is misspelt must be refused, not passed over.
        asked = narrowed(dict(request.GET.lists()), WORDS)
        period = (asked.start, asked.end)
        found = journey_map(journey, request.viewer, where=asked.where, period=period, before=_before(asked))
        return Status(200, map_document(found))
    except IndicatorError as problem:
        return Status(422, as_problem(problem))


def _before(asked: Asked) -> Any:
    return asked.compare or (previous_period(asked.start, asked.end) if asked.start and asked.end else None)


def _journey(code: str) -> JourneyCard:
    known = {journey.code: journey for journey in journey_cards()}
    if code not in known:
        raise unknown("journey", code, tuple(known))
    return known[code]
