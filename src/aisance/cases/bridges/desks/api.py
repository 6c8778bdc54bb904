"""The API of bridges: tickets of other desks in, and cases out in their shapes."""

from collections.abc import Callable
from typing import Annotated, Any

from ninja import Query, Router, Schema, Status
from pydantic import AwareDatetime

from aisance.accounts.public import requires_api, units_by_code, units_in
from aisance.cases.bridges.desks.contracts import Desk, TheirTicket, TicketRefusedError
from aisance.cases.bridges.desks.mapping import priority_for, status_for
from aisance.cases.bridges.desks.services import take_ticket
from aisance.cases.bridges.desks.shapes import JiraBodyIn, JiraNamed, ZendeskBodyIn, from_jira, from_zendesk
from aisance.cases.models import Case, DeskTicket
from aisance.cases.permissions import VIEW, WORK
from aisance.cases.queries.reading import cases_seen
from aisance.core.permissions import Viewer, ViewerRequest

router = Router(tags=["Bridges"])
MOST_A_PAGE = 200


class TicketProblemOut(Schema):
    """Why a ticket was not taken: the field, by its path, and what was expected there."""

    detail: str
    field: str = ""


class TicketTakenOut(Schema):
    """The case that answers for the ticket; `fate` is opened, changed, known or older."""

    number: str
    fate: str


class ZendeskRequesterOut(Schema):
    """Whom it is about, by our id."""

    external_id: str


class ZendeskTicketOut(Schema):
    """A case as a ticket. `id` is null for one that did not come from there."""

    id: str | None
    external_id: str
    status: str
    priority: str
    requester: ZendeskRequesterOut | None
    created_at: AwareDatetime
    due_at: AwareDatetime | None
    url: str


class ZendeskPageOut(Schema):
    """Some tickets; `next` is the cursor of the next page, null at the end."""

    tickets: list[ZendeskTicketOut]
    next: int | None


class JiraFieldsOut(Schema):
    """The fields of an issue; `reporter` is our id of the customer."""

    status: JiraNamed
    priority: JiraNamed
    created: AwareDatetime
    duedate: str | None
    reporter: str | None


class JiraIssueOut(Schema):
    """A case as an issue. `key` is null for one that did not come from there."""

    key: str | None
    externalId: str  # noqa: N815  in their manner
    fields: JiraFieldsOut


class JiraPageOut(Schema):
    """Some issues; `next` is the cursor of the next page, null at the end."""

    issues: list[JiraIssueOut]
    next: int | None


ANSWERS = {401: TicketProblemOut, 403: TicketProblemOut, 422: TicketProblemOut, 429: TicketProblemOut}


@router.post(
    "/zendesk/tickets",
    summary="Bring a ticket in Zendesk's shape",
    operation_id="take_zendesk_ticket",
    response={200: TicketTakenOut, 201: TicketTakenOut, **ANSWERS},
)
@requires_api(WORK)
def take_zendesk(request: ViewerRequest, body: ZendeskBodyIn, unit: Annotated[str, Query(max_length=60)] = "") -> Any:
    """Open a case for a ticket, or change it: 201 where it is new. The same ticket again changes nothing."""
    return _take(request.viewer, from_zendesk(body), unit)


@router.post(
    "/jira/tickets",
    summary="Bring an issue in Jira's shape",
    operation_id="take_jira_issue",
    response={200: TicketTakenOut, 201: TicketTakenOut, **ANSWERS},
)
@requires_api(WORK)
def take_jira(request: ViewerRequest, body: JiraBodyIn, unit: Annotated[str, Query(max_length=60)] = "") -> Any:
    """Open a case for an issue, or change it: 201 where it is new. The same issue again changes nothing."""
    return _take(request.viewer, from_jira(body), unit)


def _take(viewer: Viewer, ticket: TheirTicket, unit: str) -> Any:
    unit_id = _unit_id(viewer, unit)
    if unit_id is None:
        return Status(422, {"detail": "unit: the code of a unit that the key may work for", "field": "unit"})
    try:
        taken = take_ticket(ticket, unit_id=unit_id, by=viewer)
    except TicketRefusedError as problem:
        return Status(422, {"detail": str(problem), "field": problem.field})
    number = Case.objects.values_list("number", flat=True).get(pk=taken.case_id)
    return Status(201 if taken.fate == "opened" else 200, {"number": number, "fate": taken.fate})


def _unit_id(viewer: Viewer, code: str) -> int | None:
    """The unit with this code, or the key's own, as far as it may work there."""
    scope = viewer.scope(WORK)
    if code:
        found = units_by_code([code]).get(code)
        return found.id if found and scope.covers(found.path) else None
    return next((unit.id for unit in units_in(scope)), None)


@router.get(
    "/zendesk/tickets",
    summary="Read cases in Zendesk's shape",
    operation_id="list_zendesk_tickets",
    response={200: ZendeskPageOut, **ANSWERS},
)
@requires_api(VIEW)
def list_zendesk(
    request: ViewerRequest,
    after: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_A_PAGE)] = 100,
) -> Any:
    """Cases of the key's units in the order of their opening; ask again with `after` set to `next`."""
    tickets, following = _page(request.viewer, Desk.ZENDESK, after, limit, _as_zendesk)
    return {"tickets": tickets, "next": following}


@router.get(
    "/jira/tickets",
    summary="Read cases in Jira's shape",
    operation_id="list_jira_issues",
    response={200: JiraPageOut, **ANSWERS},
)
@requires_api(VIEW)
def list_jira(
    request: ViewerRequest,
    after: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_A_PAGE)] = 100,
) -> Any:
    """Cases of the key's units in the order of their opening; ask again with `after` set to `next`."""
    issues, following = _page(request.viewer, Desk.JIRA, after, limit, _as_jira)
    return {"issues": issues, "next": following}


type Written = Callable[[Case, DeskTicket | None], dict[str, Any]]


def _page(
    viewer: Viewer, desk: Desk, after: int, limit: int, write: Written
) -> tuple[list[dict[str, Any]], int | None]:
    found = list(cases_seen(viewer).filter(pk__gt=after).order_by("pk")[: limit + 1])
    page = found[:limit]
    held = {one.case_id: one for one in DeskTicket.objects.filter(system=desk, case__in=page)}
    return [write(row, held.get(row.pk)) for row in page], page[-1].pk if len(found) > limit else None


def _as_zendesk(row: Case, held: DeskTicket | None) -> dict[str, Any]:
    return {
        "id": held.their_id if held else None,
        "external_id": row.number,
        "status": status_for(Desk.ZENDESK, row),
        "priority": priority_for(Desk.ZENDESK, row.stake),
        "requester": {"external_id": str(row.customer_id)} if row.customer_id else None,
        "created_at": row.opened_at,
        "due_at": row.due_at,
        "url": held.url if held else "",
    }


def _as_jira(row: Case, held: DeskTicket | None) -> dict[str, Any]:
    return {
        "key": held.their_id if held else None,
        "externalId": row.number,
        "fields": {
            "status": {"name": status_for(Desk.JIRA, row)},
            "priority": {"name": priority_for(Desk.JIRA, row.stake)},
            "created": row.opened_at,
            "duedate": row.due_at.date().isoformat() if row.due_at else None,
            "reporter": str(row.customer_id) if row.customer_id else None,
        },
    }
