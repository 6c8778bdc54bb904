"""The API of causes."""

from datetime import date
from typing import Any

from ninja import Field, Query, Router, Schema, Status

from aisance.accounts.public import api_key_auth, requires_api
from aisance.core.permissions import ViewerRequest
from aisance.improvement.causes.forms import CausesForm
from aisance.improvement.causes.queries import Board, Cause, Sought, causes_seen
from aisance.improvement.permissions import VIEW_CAUSES
from aisance.indicators.contracts import Estimate

router = Router(tags=["causes"], auth=api_key_auth)

WORDS = ("from", "to", "unit", "reason", "order")


class CauseWords(Schema):
    """What may stand in the address."""

    from_: date | None = Field(None, alias="from", description="The first day; without days, the quarter to date.")
    to: date | None = Field(None, description="The last day, included.")
    unit: str = Field("", description="Keep this unit and the ones below it, by code.")
    reason: str = Field("", description="Look into this branch of reasons, by code.")
    order: str = Field("repeats", description="repeats, share, contacts, cost or ease.")


class CauseProblemOut(Schema):
    """Why there is no answer."""

    detail: str


class CauseFigureOut(Schema):
    """A figure with its 95 % interval; null where there is no value."""

    n: int
    value: float | None = Field(description="A fraction (0.27, not 27).")
    low: float | None
    high: float | None


class IrritantOut(Schema):
    """A theme that displeased `bad` of the `n` texts about contacts with this reason."""

    theme: str
    bad: int
    n: int


class CauseOut(Schema):
    """One contact reason, or branch of reasons."""

    reason: str
    name: str
    square: str | None = Field(description="remove, automate, simplify or leverage; null while nobody judged it.")
    contacts: int
    contacts_before: int
    repeats: CauseFigureOut = Field(description="Contacts that follow another of the customer within 7 days.")
    timed_contacts: int
    handling_minutes: float
    cost: float | None = Field(description="Recorded handling x cost of a minute; null where either is not known.")
    ease: CauseFigureOut
    irritants: list[IrritantOut]
    owner: str
    owner_team: str


class CauseListOut(Schema):
    """The causes of a period, in the order asked."""

    start: date
    end: date
    cost_of_a_minute: float | None
    currency: str | None
    without_reason: int = Field(description="Contacts of which no reason is known.")
    rows: list[CauseOut]


@router.get(
    "",
    response={200: CauseListOut, 422: CauseProblemOut, **dict.fromkeys((401, 403, 429), CauseProblemOut)},
    summary="Read the causes of contacts",
)
@requires_api(VIEW_CAUSES)
def read_causes(request: ViewerRequest, words: Query[CauseWords]) -> Any:
    """Contact reasons by volume, repeats, cost and ease, in the units the key may see."""
    unknown = [word for word in request.GET if word not in WORDS]
    if unknown:
        return Status(422, {"detail": f"{unknown[0]} is not known; possible: {', '.join(WORDS)}."})
    given = dict(request.GET.items())
    if given.get("from") or given.get("to"):
        given["period"] = "custom"
    form = CausesForm(given, viewer=request.viewer)
    if not form.is_valid():
        field, problems = next(iter(form.errors.items()))
        return Status(422, {"detail": f"{field}: {' '.join(map(str, problems))}"})
    sought = form.sought
    return Status(200, _document(causes_seen(request.viewer, sought), sought))


def _document(board: Board, sought: Sought) -> dict[str, Any]:
    minute = board.minute
    return {
        "start": sought.period[0],
        "end": sought.period[1],
        "cost_of_a_minute": float(minute.amount) if minute else None,
        "currency": minute.currency if minute else None,
        "without_reason": board.unfiled,
        "rows": [_row(cause) for cause in board.causes],
    }


def _row(cause: Cause) -> dict[str, Any]:
    judged = cause.judgement
    return {
        "reason": cause.code,
        "name": cause.name,
        "square": cause.square.value if cause.square else None,
        "contacts": cause.contacts,
        "contacts_before": cause.before,
        "repeats": _figure(cause.repeats),
        "timed_contacts": cause.timed,
        "handling_minutes": cause.handling_seconds / 60,
        "cost": None if cause.cost is None else float(cause.cost),
        "ease": _figure(cause.ease),
        "irritants": [{"theme": one.theme, "bad": one.bad, "n": one.n} for one in cause.irritants],
        "owner": judged.owner_name if judged else "",
        "owner_team": judged.owner_team if judged else "",
    }


def _figure(estimate: Estimate) -> dict[str, Any]:
    return {"n": estimate.n, "value": estimate.value, "low": estimate.low, "high": estimate.high}
