"""The API of indicators."""

from functools import partial
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from aisance.accounts.public import api_key_auth, requires_api
from aisance.core.permissions import Viewer, ViewerRequest
from aisance.indicators.answering import answered
from aisance.indicators.contracts import Asked, Definition, UnitWord
from aisance.indicators.documents import as_document
from aisance.indicators.permissions import VIEW
from aisance.indicators.public import definitions, estimates_asked

router = Router(tags=["indicators"], auth=api_key_auth)


class Words(Schema):
    """What may stand in the address; several values of a word by commas or by repeating it."""

    by: str = Field("", description="Dimensions: channel, step, reason, unit, advisor, language, month, day.")
    from_: str = Field("", alias="from", description="The first day, as 2026-11-01. Without it, from the beginning.")
    to: str = Field("", description="The last day, included. Without it, to the end.")
    compare: str = Field("", description="`previous` (then with from and to) or another period, as FROM..TO.")
    within: str = Field("", description="The threshold of `answered_within` in seconds, included; 20 without it.")
    channel: str = Field("", description="Keep these channels.")
    step: str = Field("", description="Keep these steps, by code.")
    reason: str = Field("", description="Keep these contact reasons and the ones below them, by code.")
    unit: str = Field("", description="Keep these units and the ones below them, by code.")
    advisor: str = Field("", description="Keep these advisors, by code.")
    language: str = Field("", description="Keep these languages.")
    against: str = Field("", description="Compare with other values of a filter, as `channel:phone`; may be repeated.")
    adjust: str = Field("", description="Correction of p-values over the cells: `holm` (usual), `bh` or `none`.")
    days: str = Field("", description="In how many days a contact is a repeat; 7 without it.")
    weighting: str = Field("", description="Weigh answers by this declared weighting, by code.")
    cluster: str = Field("", description="`customer`: take the answers of one customer as one cluster.")
    population: str = Field("", description="Size of the population that the answers were drawn from.")
    version: str = Field("", description="An earlier version of the definition.")


class Compared(Schema):
    """This period less the other; null where either has no value."""

    difference: float | None
    low: float | None = Field(description="Bounds of the 95 % interval of the difference.")
    high: float | None
    p_value: float | None = Field(description="Two-sided.")
    p_adjusted: float | None = Field(description="Corrected for the number of rows; the verdict goes by it.")
    verdict: Literal["up", "down", "no significant change"] | None
    answers_needed: int | None = Field(description="In each period, to see this difference with 80 % power.")


class Masked(Schema):
    """Why a row that has answers has no value."""

    minimum_n: int
    reason: str


class Row(Schema):
    """One cell."""

    dimensions: dict[str, str] = Field(description="Codes by dimension; empty where the rows have none.")
    n: int
    value: float | None = Field(description="A fraction (0.30, not 30), seconds or a number of calls.")
    low: float | None = Field(description="Bounds of the 95 % interval of the value.")
    high: float | None
    masked: Masked | None = None
    n_effective: float | None = Field(None, description="Independent answers of equal weight that would be as precise.")
    design_effect: float | None = Field(None, description="n / n_effective.")
    raw: float | None = Field(None, description="The value without weights.")
    compare: Compared | None = None


class Figures(Schema):
    """An indicator in cells."""

    caution: str | None = Field(None, description="Where bonuses depend on this score, in words.")
    indicator: str
    version: int
    unit: UnitWord
    rows: list[Row]


class IndicatorCard(Schema):
    """What an indicator is, in the language of the request."""

    indicator: str
    version: int
    title: str
    question: str
    description: str
    unit: UnitWord
    question_codes: list[str] = Field(description="The questions it is made of; empty for what is measured.")
    scales: list[str]
    formula: str
    eligibility: str
    higher_is_better: bool
    strength: str
    weakness: str
    kind: str
    minimum_n: int = Field(description="Under it a value is withheld.")
    owner: str
    status: str


class Wrong(Schema):
    """Why there is no answer."""

    detail: str
    field: str
    value: str
    possible: list[str]


class Refused(Schema):
    """Why there is no answer."""

    detail: str


REFUSALS = {401: Refused, 403: Refused, 429: Refused}


@router.get("", response={200: list[IndicatorCard], **REFUSALS}, summary="List the indicators")
@requires_api(VIEW)
def list_indicators(request: HttpRequest) -> list[dict[str, Any]]:
    """Every indicator with its definition."""
    return [_card(entry) for entry in definitions()]


@router.get(
    "/{name}",
    response={200: Figures, 404: Wrong, 422: Wrong, **REFUSALS},
    summary="Read an indicator",
    exclude_unset=True,
)
@requires_api(VIEW)
def read_indicator(request: ViewerRequest, name: str, words: Query[Words]) -> Any:
    """An indicator in the cells of its dimensions, in the units the key may see, with its 95 % interval.

    Without dimensions there is one row, with `n` 0 and no value where there is nothing. With `compare` each row says
    how it differs from the other period and whether that is established.
    """
    return answered(request, name, partial(_figures, request.viewer))


def _figures(viewer: Viewer, entry: Definition, asked: Asked) -> dict[str, Any]:
    return as_document(entry, estimates_asked(entry.name, asked, viewer=viewer))


def _card(entry: Definition) -> dict[str, Any]:
    return {
        "indicator": entry.name,
        "version": entry.version,
        "title": str(entry.title),
        "question": str(entry.question),
        "description": str(entry.description),
        "unit": entry.unit,
        "question_codes": [part.question for part in entry.parts],
        "scales": list(dict.fromkeys(part.scale for part in entry.parts)),
        "formula": str(entry.formula),
        "eligibility": str(entry.eligibility),
        "higher_is_better": entry.higher_is_better,
        "strength": str(entry.strength),
        "weakness": str(entry.weakness),
        "kind": entry.kind,
        "minimum_n": entry.minimum_n,
        "owner": str(entry.owner),
        "status": entry.status.value,
    }
