"""The API of drifts: weeks in which an indicator left what the weeks before let expect."""

from typing import Any, Literal

from ninja import Field, Query, Router, Schema, Status

from aisance.accounts.public import api_key_auth, requires_api
from aisance.core.permissions import ViewerRequest
from aisance.indicators.api import REFUSALS, Wrong
from aisance.indicators.asking import unknown
from aisance.indicators.contracts import IndicatorError, UnitWord
from aisance.indicators.drift.queries import drifts_found
from aisance.indicators.models import Drift
from aisance.indicators.narrowing import as_problem
from aisance.indicators.permissions import VIEW
from aisance.indicators.registry import definition
from aisance.indicators.scorecards import chosen_indicators

router = Router(tags=["indicators"], auth=api_key_auth)

SEEN = ("yes", "no")
MOST_DRIFTS = 500


class DriftWords(Schema):
    """Which drifts; several indicators by commas or by repeating the word."""

    indicator: str = Field("", description="Those of these indicators; without it, those of the scorecard.")
    seen: str = Field("", description="`no`: those that nobody has looked at yet; `yes`: the others.")


class DriftOut(Schema):
    """A week outside, as it was found; never changed afterwards."""

    indicator: str
    version: int
    unit_of_value: UnitWord
    unit: str = Field(description="The unit of the organisation, by code.")
    week: str = Field(description="Its Monday.")
    n: int
    value: float
    expected: float
    low: float = Field(description="Bounds of what the weeks before let expect.")
    high: float
    direction: Literal["above", "below"]
    seen: bool


class DriftsOut(Schema):
    """Drifts, the newest first, at most 500."""

    indicators: list[str]
    rows: list[DriftOut]


@router.get("", response={200: DriftsOut, 422: Wrong, **REFUSALS}, summary="List what drifted")
@requires_api(VIEW)
def list_drifts(request: ViewerRequest, words: Query[DriftWords]) -> Any:
    """The drifts of a scorecard in the units the key may see; charts are drawn for the company and its countries."""
    try:
        names, seen = _asked(request)
        units = {name: definition(name).unit for name in names}
        rows = drifts_found(request.viewer, names, seen=seen)[:MOST_DRIFTS]
        return Status(200, {"indicators": names, "rows": [_row(row, units[row.indicator]) for row in rows]})
    except IndicatorError as problem:
        return Status(422, as_problem(problem))


def _asked(request: ViewerRequest) -> tuple[list[str], bool | None]:
    """The indicators and whether they were looked at. The address itself: a misspelt word must be refused."""
    for word in request.GET:
        if word not in ("indicator", "seen"):
            raise unknown("parameter", word, ("indicator", "seen"))
    names = [name for text in request.GET.getlist("indicator") for name in text.split(",") if name]
    seen = request.GET.get("seen", "")
    if seen and seen not in SEEN:
        raise unknown("seen", seen, SEEN)
    return list(dict.fromkeys(names)) or chosen_indicators(request.viewer), (seen == "yes") if seen else None


def _row(row: Drift, unit: UnitWord) -> dict[str, Any]:
    return {
        "indicator": row.indicator,
        "version": row.version,
        "unit_of_value": unit,
        "unit": row.unit.code,
        "week": row.week.isoformat(),
        "n": row.n,
        "value": row.value,
        "expected": row.expected,
        "low": row.low,
        "high": row.high,
        "direction": row.direction,
        "seen": row.seen_by_id is not None,
    }
