"""The API of channels: ranks for the same reasons, and suggestions."""

from typing import Any, Literal

from ninja import Field, Query, Router, Schema, Status

from aisance.accounts.public import api_key_auth, requires_api
from aisance.core.permissions import ViewerRequest
from aisance.indicators.api import REFUSALS, Wrong
from aisance.indicators.channels.comparison import Comparison, channels_compared
from aisance.indicators.channels.documents import ranking_document, suggestions_document
from aisance.indicators.contracts import IndicatorError
from aisance.indicators.narrowing import as_problem, narrowed
from aisance.indicators.permissions import VIEW

router = Router(tags=["channels"], auth=api_key_auth)

WORDS = ("from", "to", "unit")


class Narrowed(Schema):
    """What may stand in the address; several values of a word by commas or by repeating it."""

    from_: str = Field("", alias="from", description="The first day, as 2026-11-01. Without it, from the beginning.")
    to: str = Field("", description="The last day, included. Without it, to the end.")
    unit: str = Field("", description="Keep these units and the ones below them, by code.")


class Mix(Schema):
    """The reasons on which channels are compared."""

    of: Literal["contacts", "answers"] = Field(
        description="What the mix counts: answers where no contact has a reason."
    )
    reasons: dict[str, float] = Field(description="The weight of each reason in common, by code; they add up to 1.")
    coverage: float | None = Field(description="The part of the whole mix that these reasons are.")
    dropped: dict[str, float] = Field(description="Channels left out, with the part of the mix they have answers for.")
    cells_left_out: int = Field(description="Channels and reasons with answers, but fewer than the minimum.")
    minimum_n: int


class RankedFigure(Schema):
    """A net score with its 95 % interval and the ranks that the channel may have."""

    n: int
    value: float | None = Field(description="A fraction (0.30, not 30).")
    low: float | None
    high: float | None
    ranks: list[int] | None = Field(description="The best and the worst; all ranks together hold with 95 %.")
    masked: bool = Field(False, description="Whether there are answers, but fewer than the minimum.")


class ChannelOut(Schema):
    """One channel."""

    channel: str
    contacts: int
    raw: RankedFigure = Field(description="As customers answered.")
    standardised: RankedFigure | None = Field(description="For the company's mix of reasons.")


class ChannelRanking(Schema):
    """Channels, the easiest for the same reasons first."""

    indicator: str
    version: int
    mix: Mix
    rows: list[ChannelOut]


class SuggestionOut(Schema):
    """A channel that is easier for a reason than one in use; fractions, with 95 % intervals."""

    reason: str
    channel: str = Field(description="The channel to suggest.")
    instead_of: str
    difference: float
    low: float
    high: float
    p_adjusted: float = Field(description="Holm over all pairs of channels for all reasons.")
    used_share: float = Field(description="The part of the reason's contacts that come on `instead_of`.")
    gain: float = Field(description="Of the ease of the reason, if `moved` of the contacts on `instead_of` moved.")
    gain_low: float
    gain_high: float
    n: int
    n_instead_of: int


class Suggestions(Schema):
    """What to suggest, the greatest gain first."""

    indicator: str
    version: int
    moved: float
    caveat: str
    rows: list[SuggestionOut]


def _compared(request: ViewerRequest) -> Comparison:
    # The address itself and not the schema: a word that is misspelt must be refused, not passed over.
    asked = narrowed(dict(request.GET.lists()), WORDS)
    return channels_compared(request.viewer, where=asked.where, period=(asked.start, asked.end))


@router.get("", response={200: ChannelRanking, 422: Wrong, **REFUSALS}, summary="Rank the channels by ease")
@requires_api(VIEW)
def rank_channels(request: ViewerRequest, words: Query[Narrowed]) -> Any:
    """Net Easy by channel, as answered and for the company's mix of reasons, in the units the key may see."""
    try:
        return Status(200, ranking_document(_compared(request)))
    except IndicatorError as problem:
        return Status(422, as_problem(problem))


@router.get(
    "/suggestions", response={200: Suggestions, 422: Wrong, **REFUSALS}, summary="Read which channels to suggest"
)
@requires_api(VIEW)
def suggest_channels(request: ViewerRequest, words: Query[Narrowed]) -> Any:
    """For each reason, channels that are established to be easier than one in use. An association: read the caveat."""
    try:
        return Status(200, suggestions_document(_compared(request)))
    except IndicatorError as problem:
        return Status(422, as_problem(problem))
