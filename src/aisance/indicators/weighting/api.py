"""The API of representativity. Weighted figures are asked of the indicator itself, with `weighting`."""

from typing import Any

from ninja import Field, Query, Router, Schema, Status

from aisance.accounts.public import api_key_auth, requires_api
from aisance.core.permissions import ViewerRequest
from aisance.indicators.api import REFUSALS, Words, Wrong, as_problem
from aisance.indicators.asking import asked_in_words
from aisance.indicators.contracts import IndicatorError
from aisance.indicators.permissions import VIEW
from aisance.indicators.registry import definition
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
    try:
        entry = definition(name)
    except IndicatorError as problem:
        return Status(404, as_problem(problem))
    try:
        asked = asked_in_words(entry, dict(request.GET.lists()))
        held = resemblance(request.viewer, entry, asked, (asked.by or ("channel",))[0])
        return Status(200, as_document(entry, held))
    except IndicatorError as problem:
        return Status(422, as_problem(problem))
