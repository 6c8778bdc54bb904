"""The API of explanations."""

from typing import Any

from ninja import Field, Query, Router, Schema

from aisance.accounts.public import api_key_auth, requires_api
from aisance.core.permissions import ViewerRequest
from aisance.indicators.answering import answered
from aisance.indicators.api import REFUSALS, Words, Wrong
from aisance.indicators.contracts import UnitWord
from aisance.indicators.explaining.by_theme import THEME
from aisance.indicators.explaining.documents import told
from aisance.indicators.permissions import VIEW

router = Router(tags=["indicators"], auth=api_key_auth)


class Amount(Schema):
    """A contribution with its 95 % interval; null where nothing could be split."""

    value: float | None
    low: float | None
    high: float | None


class CellOfMove(Schema):
    """What one cell did to the figure."""

    dimensions: dict[str, str] = Field(description="Codes by dimension; `*` for all small cells together.")
    mix: Amount
    rate: Amount
    weight_before: float = Field(description="Its share of the answers of the other selection.")
    weight_after: float
    value_before: float | None = Field(description="Null where there are no answers, or too few to be shown.")
    value_after: float | None
    n_before: int
    n_after: int


class WhyMoved(Schema):
    """A move split into mix and rate. Everything is null or empty where either side has too few answers."""

    caution: str | None = Field(None, description="Where bonuses depend on this score, in words.")
    indicator: str
    version: int
    unit: UnitWord
    by: list[str]
    value: float | None
    n: int
    other_value: float | None = Field(description="The value of the selection that it is compared with.")
    other_n: int
    difference: float | None
    low: float | None
    high: float | None
    p_value: float | None
    moved: bool = Field(description="Whether the difference is beyond chance; else there is nothing to explain.")
    answers_needed: int | None
    mix: Amount
    rate: Amount
    sentence: str
    words: dict[str, list[str]] = Field(description="The largest contributions as sentences, by dimension.")
    parts: list[CellOfMove] = Field(description="The joint cells; their mix and rate add up to the difference.")
    folded: dict[str, list[CellOfMove]] = Field(description="The same added up by dimension.")


@router.get(
    "/{name}/why",
    response={200: WhyMoved, 404: Wrong, 422: Wrong, **REFUSALS},
    summary="Explain why an indicator moved",
)
@requires_api(VIEW)
def explain_indicator(request: ViewerRequest, name: str, words: Query[Words]) -> Any:
    """Why an indicator differs from another period (`compare`) or another selection (`against`).

    `by` names one to three of channel, step, reason, unit and language, or `theme` alone: what the words beside the
    scores are about. The difference is split into what comes from the weights of their cells (mix) and from the cells'
    own figures (rate), exactly.
    """
    return answered(request, name, lambda entry, asked: told(request.viewer, entry, asked).document, also=(THEME,))
