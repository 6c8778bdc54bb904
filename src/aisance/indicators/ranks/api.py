"""The API of rankings."""

from typing import Any

from ninja import Field, Query, Router, Schema

from aisance.accounts.public import api_key_auth, requires_api
from aisance.core.permissions import ViewerRequest
from aisance.indicators.answering import answered
from aisance.indicators.api import REFUSALS, Words, Wrong
from aisance.indicators.contracts import UnitWord
from aisance.indicators.permissions import VIEW
from aisance.indicators.ranks.table import as_document, ranking_of

router = Router(tags=["indicators"], auth=api_key_auth)


class RankedCell(Schema):
    """One cell of a ranking, the best first; without a rank where its value is withheld."""

    code: str
    n: int
    value: float | None
    low: float | None
    high: float | None
    stabilised: float | None = Field(description="Drawn towards the common value, the more the less sure it is.")
    stabilised_low: float | None
    stabilised_high: float | None
    best_rank: int | None = Field(description="The ranks it may have; all rows together hold with 95 %.")
    worst_rank: int | None
    tie_group: int | None = Field(description="Counted from the top; rows of one group are tied.")
    masked_under: int | None = Field(description="The least number of answers with which a value is shown.")


class RankingOut(Schema):
    """An indicator ranked by one dimension."""

    caution: str | None = Field(None, description="Where bonuses depend on this score, in words.")
    indicator: str
    version: int
    unit: UnitWord
    by: str
    common: float | None
    sentence: str
    rows: list[RankedCell]


@router.get(
    "/{name}/ranking",
    response={200: RankingOut, 404: Wrong, 422: Wrong, **REFUSALS},
    summary="Rank an indicator's cells",
)
@requires_api(VIEW)
def read_ranking(request: ViewerRequest, name: str, words: Query[Words]) -> Any:
    """The cells of unit (without `by`), advisor, channel, reason or step, the best first, ties said."""
    return answered(request, name, lambda entry, asked: as_document(ranking_of(request.viewer, entry, asked)))
