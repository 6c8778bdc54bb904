"""The API of cases: other systems list them, read one, open one, add a note, close one."""

from typing import Annotated, Any, Literal

from ninja import Field, Path, Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict

from aisance.accounts.public import requires_api, units_by_code
from aisance.cases.contracts import BY_HAND, CaseOutcome, CaseRefusedError, NewCase, StaleCaseError
from aisance.cases.models import Case
from aisance.cases.permissions import VIEW, WORK
from aisance.cases.queries.reading import case_for, cases_seen, entries_of
from aisance.cases.services.closing import close
from aisance.cases.services.log import note
from aisance.cases.services.opening import open_case
from aisance.core.permissions import Viewer, ViewerRequest
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_customers
from aisance.journeys.public import reasons

router = Router(tags=["Cases"])
MOST_A_PAGE = 500
type Number = Annotated[str, Path(max_length=12)]


class CaseOut(Schema):
    """A case. `version` is what a change must name; times are UTC."""

    number: str
    customer_id: int | None
    unit: str
    matter: str
    status: str
    outcome: str | None
    source: str
    stake: float
    owner_id: int | None
    reason: str | None
    root_cause: str | None
    opened_at: AwareDatetime
    first_touched_at: AwareDatetime | None
    due_at: AwareDatetime | None
    closed_at: AwareDatetime | None
    promised_by: AwareDatetime | None
    version: int


class CaseEntryOut(Schema):
    """One line of a case's log, without private notes."""

    id: int
    kind: str
    at: AwareDatetime
    by_id: int | None
    words: str


class WholeCaseOut(CaseOut):
    """A case with its log, oldest first."""

    entries: list[CaseEntryOut]


class CasePageOut(Schema):
    """Some cases, by number of their opening; `next` is the cursor of the next page, null at the end."""

    cases: list[CaseOut]
    next: int | None


class CaseCustomerIn(Schema):
    """Whom the case is about; the first identifier known decides."""

    external_id: str | None = Field(None, max_length=120)
    email: str | None = Field(None, max_length=254)
    phone: str | None = Field(None, max_length=60)

    model_config = ConfigDict(extra="forbid")


class NewCaseIn(Schema):
    """A case to open. The same `key` opens it once; an open case of the same customer and matter is joined."""

    customer: CaseCustomerIn
    matter: str = Field(min_length=1, max_length=60, description="What it is about, in a word of yours.")
    words: str = Field("", max_length=8000)
    key: str = Field("", max_length=120)
    unit: str = Field("", max_length=60, description="The code of a unit; empty for that of the key.")
    due_hours: float | None = Field(None, gt=0, le=400, description="Working hours of the unit until it is due.")
    stake: float = Field(0, ge=0, le=100)
    reason: str = Field("", max_length=60, description="The code of a contact reason.")
    language: str = Field("", max_length=8)

    model_config = ConfigDict(extra="forbid")


class CaseOpenedOut(Schema):
    """The case that answers, and whether it was open already."""

    number: str
    joined: bool


class CaseNoteIn(Schema):
    """Words for colleagues; private ones are never shown by the API."""

    words: str = Field(min_length=1, max_length=8000)
    private: bool = True

    model_config = ConfigDict(extra="forbid")


class CloseCaseIn(Schema):
    """How a case ended. `root_cause` is the code of a contact reason; null says that none was found."""

    outcome: Literal["solved", "saved", "lost", "not_reached", "unfounded"]
    root_cause: str | None = Field(None, max_length=60)
    words: str = Field("", max_length=8000)
    version: int
    ask: bool = Field(True, description="Ask the customer whether it is solved.")

    model_config = ConfigDict(extra="forbid")


class CaseProblemOut(Schema):
    """Why the request was not taken; `version` is the present one where another was named."""

    detail: str
    version: int | None = None


ANSWERS = {401: CaseProblemOut, 403: CaseProblemOut, 404: CaseProblemOut, 429: CaseProblemOut}
UNKNOWN = {"detail": "There is no such case."}


def _out(row: Case) -> dict[str, Any]:
    names = (
        *("number", "customer_id", "matter", "status", "outcome", "source", "stake", "owner_id", "opened_at"),
        *("first_touched_at", "due_at", "closed_at", "promised_by", "version"),
    )
    return {
        **{name: getattr(row, name) for name in names},
        "unit": row.unit.code,
        "reason": row.reason.code if row.reason else None,
        "root_cause": row.root_cause.code if row.root_cause else None,
    }


@router.get("", summary="List cases", operation_id="list_cases", response={200: CasePageOut, **ANSWERS})
@requires_api(VIEW)
def list_cases(
    request: ViewerRequest,
    after: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_A_PAGE)] = 100,
    state: Literal["open", "closed", "all"] = "open",
) -> Any:
    """Cases of the key's units in the order of their opening; ask again with `after` set to `next`."""
    rows = cases_seen(request.viewer).filter(pk__gt=after).select_related("unit", "reason", "root_cause")
    if state != "all":
        rows = rows.filter(closed_at__isnull=state == "open")
    found = list(rows.order_by("pk")[: limit + 1])
    page = found[:limit]
    return {"cases": [_out(row) for row in page], "next": page[-1].pk if len(found) > limit else None}


@router.get("/{number}", summary="Read a case", operation_id="read_case", response={200: WholeCaseOut, **ANSWERS})
@requires_api(VIEW)
def read_case(request: ViewerRequest, number: Number) -> Any:
    """One case with its log; private notes stay inside."""
    row = case_for(request.viewer, number)
    if row is None:
        return Status(404, UNKNOWN)
    entries = [
        {"id": one.id, "kind": one.kind.value, "at": one.at, "by_id": one.by_id, "words": one.words}
        for one in entries_of(request.viewer, row.pk)
        if not one.is_private
    ]
    return {**_out(row), "entries": entries}


@router.post(
    "",
    summary="Open a case",
    operation_id="open_case",
    response={200: CaseOpenedOut, 201: CaseOpenedOut, 422: CaseProblemOut, **ANSWERS},
)
@requires_api(WORK)
def open_a_case(request: ViewerRequest, case: NewCaseIn) -> Any:
    """Open a case about a known customer: 201; 200 where an open one was joined."""
    customer_id = _customer(case.customer)
    unit_id = _unit_id(request.viewer, case.unit)
    reason_id = _reason_id(case.reason)
    wrong = [
        name for name, given in (("customer", customer_id), ("unit", unit_id), ("reason", reason_id)) if given is None
    ]
    if customer_id is None or unit_id is None or reason_id is None:
        return Status(422, {"detail": f"Unknown: {', '.join(wrong)}."})
    draft = NewCase(
        customer_id=customer_id,
        matter=f"api:{case.matter}",
        source=BY_HAND,
        words=case.words,
        key=f"api:{request.viewer.key_id}:{case.key}" if case.key else "",
        unit_id=unit_id,
        due_hours=case.due_hours,
        stake=case.stake,
        reason_id=reason_id or None,
        language=case.language,
    )
    opened = open_case(draft, by=request.viewer)
    number = Case.objects.values_list("number", flat=True).get(pk=opened.case_id)
    return Status(200 if opened.joined else 201, {"number": number, "joined": opened.joined})


@router.post(
    "/{number}/notes",
    summary="Add a note",
    operation_id="add_case_note",
    response={200: CaseEntryOut, 422: CaseProblemOut, **ANSWERS},
)
@requires_api(WORK)
def add_note(request: ViewerRequest, number: Number, note_in: CaseNoteIn) -> Any:
    """Add words for colleagues to a case."""
    row = _workable(request.viewer, number)
    if row is None:
        return Status(404, UNKNOWN)
    try:
        entry_id = note(row.pk, note_in.words, by=request.viewer, private=note_in.private)
    except CaseRefusedError as problem:
        return Status(422, {"detail": problem.reason})
    entry = row.entries.get(pk=entry_id)
    return {"id": entry.pk, "kind": entry.kind, "at": entry.at, "by_id": entry.by_id, "words": entry.words}


@router.post(
    "/{number}/close",
    summary="Close a case",
    operation_id="close_case",
    response={200: CaseOut, 409: CaseProblemOut, 422: CaseProblemOut, **ANSWERS},
)
@requires_api(WORK)
def close_a_case(request: ViewerRequest, number: Number, closing: CloseCaseIn) -> Any:
    """Close a case at the version you saw; 409 where it was changed since, or is closed."""
    row = _workable(request.viewer, number)
    if row is None:
        return Status(404, UNKNOWN)
    cause = _reason_id(closing.root_cause or "")
    if cause is None:
        return Status(422, {"detail": "Unknown: root_cause."})
    try:
        close(
            row.pk,
            CaseOutcome(closing.outcome),
            root_cause=cause or None,
            words=closing.words,
            version=closing.version,
            by=request.viewer,
            ask=closing.ask,
        )
    except StaleCaseError as problem:
        return Status(409, {"detail": "The case was changed meanwhile.", "version": problem.version})
    except CaseRefusedError as problem:
        return Status(409, {"detail": problem.reason})
    return _out(Case.objects.select_related("unit", "reason", "root_cause").get(pk=row.pk))


def _workable(viewer: Viewer, number: str) -> Case | None:
    """The case, if the key may change it."""
    return Case.objects.filter(viewer.scope(WORK).rows("unit"), number=number.upper()).first()


def _customer(who: CaseCustomerIn) -> int | None:
    kinds = {
        IdentifierKind.EXTERNAL: who.external_id,
        IdentifierKind.EMAIL: who.email,
        IdentifierKind.PHONE: who.phone,
    }
    given = {kind: value for kind, value in kinds.items() if value}
    try:
        return find_customers([CustomerClaim(given)])[0] if given else None
    except ValueError:  # an identifier that cannot be one names nobody
        return None


def _unit_id(viewer: Viewer, code: str) -> int | None:
    """The unit with this code, or the key's own, as far as it may work there."""
    scope = viewer.scope(WORK)
    if code:
        unit = units_by_code([code]).get(code)
        return unit.id if unit and scope.covers(unit.path) else None
    return int(scope.paths[0].strip("/").rpartition("/")[2]) if scope.paths else None


def _reason_id(code: str) -> int | None:
    """The reason with this code; 0 for an empty one, null for an unknown one."""
    return next((card.id for card in reasons() if card.code == code), None) if code else 0
