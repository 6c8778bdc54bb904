"""The API of representativity. Weighted figures are asked of the indicator itself, with `weighting`."""

from functools import partial
from typing import Any

from ninja import Field, Query, Router, Schema

from aisance.accounts.public import api_key_auth, requires_api
from aisance.core.permissions import Viewer, ViewerRequest
from aisance.indicators.answering import answered
from aisance.indicators.api import REFUSALS, Words, Wrong
from aisance.indicators.contracts import Asked, Definition
from aisance.indicators.permissions import VIEW
from aisance.indicators.weighting.resemblance import as_document, resemblance

router = Router(tags=["indicators"], auth=api_key_auth)


class CategoryOfRespondents(Schema):
    """How one category answers."""

    code: str
    eligible: int
    respondents: int
    rate: float | None = Field(description="Respondents of those who could answer, with its 95 % interval.")
    low: float | None
    high: float | None
    share_eligible: float | None
    share_respondents: float | None
    share_difference: float | None


class RespondentsAgainstEligible(Schema):
    """How far those who answered resemble those who could have."""

    caution: str | None = Field(None, description="Where bonuses depend on this score, in words.")
    indicator: str
    by: str
    rate: float | None
    dissimilarity: float | None
    p_value: float | None
    r_indicator: float | None
    r_adjusted: float | None = Field(description="The R-indicator without what chance alone makes of it.")
    sentence: str
    set_aside: list[str] = Field(description="Categories with more answers than contacts on record.")
    categories: list[CategoryOfRespondents]


@router.get(
    "/{name}/representativity",
    response={200: RespondentsAgainstEligible, 404: Wrong, 422: Wrong, **REFUSALS},
    summary="Compare respondents with the eligible",
)
@requires_api(VIEW)
def read_representativity(request: ViewerRequest, name: str, words: Query[Words]) -> Any:
    """Contacts of the selection against those who answered the question of the indicator, by one dimension."""
    return answered(request, name, partial(_compared, request.viewer))


def _compared(viewer: Viewer, entry: Definition, asked: Asked) -> dict[str, Any]:
    return as_document(entry, resemblance(viewer, entry, asked, (asked.by or ("channel",))[0]))
