"""The API of gestures: what may be given, what was, giving or asking in the name of somebody, and answering requests.

A key gives nothing of its own: autonomy and budgets are those of people. Whoever acts is named by `in_name_of`, must
hold the right themselves where the case is, and stands in the audit trail with the key as their address.
"""

from dataclasses import replace
from typing import Annotated, Any, Literal

from django.conf import settings
from ninja import Field, Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict

from aisance.accounts.public import people_holding, requires_api, viewer_of
from aisance.cases.gestures.contracts import GestureRefusedError
from aisance.cases.gestures.permissions import DECIDE, GRANT, VIEW
from aisance.cases.gestures.queries import gesture_for, gestures_seen, kinds_on
from aisance.cases.gestures.services.deciding import approve, decline, pass_up
from aisance.cases.gestures.services.granting import give
from aisance.cases.gestures.wording import kind_name
from aisance.cases.models import Case, Gesture, GestureKind
from aisance.core.permissions import Right, Viewer, ViewerRequest

router = Router(tags=["Gestures"])
MOST_A_PAGE = 500


class GestureKindOut(Schema):
    """A gesture of the catalogue. Amounts count the smallest unit of the currency, as cents."""

    code: str
    sort: str
    name: str
    least_minor: int
    most_minor: int
    currency: str
    reasons: list[str] = Field(description="Codes of contact reasons, each with those below it; none: any.")
    outcomes: list[str]
    segments: list[str]
    again_after_days: int | None
    answer_hours: float = Field(description="Working hours in which a request is answered.")
    is_due: bool = Field(description="Owed to the customer, and never held back.")


class GestureKindsOut(Schema):
    """The gestures that may be given now."""

    kinds: list[GestureKindOut]


class GestureOut(Schema):
    """One decision: given, asked of somebody above, refused, held back or taken back, and why, by code."""

    id: int
    case: str
    kind: str
    unit: str
    amount_minor: int
    currency: str
    state: Literal["granted", "asked", "refused", "held_back", "withdrawn"]
    reason: str
    at: AwareDatetime
    by_id: int | None
    answer_due_at: AwareDatetime | None
    decided_at: AwareDatetime | None
    decided_by_id: int | None


class GesturePageOut(Schema):
    """Some decisions in their order; `next` is the cursor of the next page, null at the end."""

    gestures: list[GestureOut]
    next: int | None


class NewGestureIn(Schema):
    """A gesture to give in a case; above autonomy or budget it is asked for."""

    case: str = Field(min_length=1, max_length=12, description="The number of the case.")
    kind: str = Field(min_length=1, max_length=40, description="The code of the gesture.")
    amount_minor: int = Field(ge=0, le=10**12)
    words: str = Field(min_length=1, max_length=2000, description="Why it is given.")
    second_because: str = Field("", max_length=2000, description="Why another of the kind in the same case.")
    in_name_of: str = Field(max_length=254, description="The e-mail address of whoever gives it.")

    model_config = ConfigDict(extra="forbid")


class GestureAnswerIn(Schema):
    """What is said to a request; what is passed up waits for the next ones above."""

    answer: Literal["approve", "decline", "pass_up"]
    words: str = Field(min_length=1, max_length=2000)
    in_name_of: str = Field(max_length=254, description="The e-mail address of whoever answers.")

    model_config = ConfigDict(extra="forbid")


class GestureProblemOut(Schema):
    """Why the request was not taken; of what cannot be done, the code of the reason."""

    detail: str


ANSWERS = {401: GestureProblemOut, 403: GestureProblemOut, 404: GestureProblemOut, 429: GestureProblemOut}
NOBODY_SUCH = {"detail": "Unknown: in_name_of. Nobody with this address may do this in the unit of the case."}


def _out(row: Gesture) -> dict[str, Any]:
    names = ("amount_minor", "currency", "state", "reason", "at", "by_id", "answer_due_at", "decided_at")
    return {
        **{name: getattr(row, name) for name in names},
        "id": row.pk,
        "case": row.case.number,
        "kind": row.kind.code,
        "unit": row.unit.code,
        "decided_by_id": row.decided_by_id,
    }


@router.get(
    "/kinds", summary="List gestures", operation_id="list_gesture_kinds", response={200: GestureKindsOut, **ANSWERS}
)
@requires_api(VIEW)
def list_kinds(request: ViewerRequest) -> Any:
    """The catalogue as it may be given from now."""
    return {"kinds": [_kind_out(kind) for kind in kinds_on()]}


def _kind_out(kind: GestureKind) -> dict[str, Any]:
    names = (
        *("code", "sort", "least_minor", "most_minor", "reasons", "outcomes", "segments", "again_after_days"),
        *("answer_hours", "is_due"),
    )
    told = {name: getattr(kind, name) for name in names}
    return {**told, "name": kind_name(kind), "currency": settings.ENVIRONMENT.currency}


@router.get("", summary="List decisions", operation_id="list_gestures", response={200: GesturePageOut, **ANSWERS})
@requires_api(VIEW)
def list_gestures(
    request: ViewerRequest,
    after: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_A_PAGE)] = 100,
    state: Literal["granted", "asked", "refused", "held_back", "withdrawn", "all"] = "all",
) -> Any:
    """Decisions in the units of the key, the oldest first; ask again with `after` set to `next`."""
    rows = gestures_seen(request.viewer).filter(pk__gt=after).order_by("pk")
    rows = rows if state == "all" else rows.filter(state=state)
    found = list(rows[: limit + 1])
    page = found[:limit]
    return {"gestures": [_out(row) for row in page], "next": page[-1].pk if len(found) > limit else None}


@router.post(
    "",
    summary="Give a gesture, or ask for it",
    operation_id="give_gesture",
    response={201: GestureOut, 409: GestureProblemOut, 422: GestureProblemOut, **ANSWERS},
)
@requires_api(GRANT)
def give_a_gesture(request: ViewerRequest, gesture: NewGestureIn) -> Any:
    """Give within the autonomy and the budget of whoever is named; above them it waits for an answer.

    Whatever it came to is kept: `state` and `reason` say so. 409 where the case has one of the kind already.
    """
    rows = Case.objects.filter(request.viewer.scope(GRANT).rows("unit"), number=gesture.case.upper())
    case = rows.select_related("unit").first()
    if case is None:
        return Status(404, {"detail": "There is no such case."})
    kind = next((one for one in kinds_on() if one.code == gesture.kind), None)
    by = _in_name_of(request.viewer, gesture.in_name_of, GRANT, case.unit.path or "")
    if kind is None or by is None:
        return Status(422, {"detail": "Unknown: kind."} if kind is None else NOBODY_SUCH)
    try:
        given = give(
            case=case,
            kind_id=kind.pk,
            amount_minor=gesture.amount_minor,
            words=gesture.words,
            second_because=gesture.second_because,
            by=by,
        )
    except GestureRefusedError as problem:
        return Status(409, {"detail": problem.reason})
    return Status(201, _out(gestures_seen(by, GRANT).get(pk=given.gesture_id)))


@router.post(
    "/{int:gesture_id}/answer",
    summary="Answer a request",
    operation_id="answer_gesture",
    response={200: GestureOut, 409: GestureProblemOut, 422: GestureProblemOut, **ANSWERS},
)
@requires_api(DECIDE)
def answer_a_request(request: ViewerRequest, gesture_id: int, said: GestureAnswerIn) -> Any:
    """Grant, decline or pass up what was asked for. 409 with the reason where it waits no more, is one's own request,
    or is more than whoever is named may grant."""
    row = gesture_for(request.viewer, gesture_id, DECIDE)
    if row is None:
        return Status(404, {"detail": "There is no such request."})
    by = _in_name_of(request.viewer, said.in_name_of, DECIDE, row.unit.path or "")
    if by is None:
        return Status(422, NOBODY_SUCH)
    try:
        _ANSWERS[said.answer](gesture_id=gesture_id, words=said.words, by=by)
    except GestureRefusedError as problem:
        return Status(409, {"detail": problem.reason})
    return _out(gestures_seen(by, DECIDE).get(pk=gesture_id))


def _approved(*, gesture_id: int, words: str, by: Viewer) -> None:
    approve(gesture_id=gesture_id, words=words, by=by)


_ANSWERS = {"approve": _approved, "decline": decline, "pass_up": pass_up}


def _in_name_of(key: Viewer, email: str, right: Right, unit_path: str) -> Viewer | None:
    """Whoever has this address, if they hold the right themselves in the unit; the key stands as their address."""
    people = people_holding(right, unit_path)
    found = next((one.id for one in people if one.email.lower() == email.strip().lower()), None)
    person = viewer_of(found) if found else None
    return replace(person, address=f"API key {key.name}"[:60]) if person else None
