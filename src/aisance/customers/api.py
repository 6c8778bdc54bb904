"""The API of customers: find, read, add and complete them; tell of purchases and visits."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from ninja import Body, Field, Query, Router, Schema, Status
from pydantic import ConfigDict

from aisance.accounts.public import requires_api, root_unit
from aisance.core.money import decimals
from aisance.core.permissions import Right, ViewerRequest
from aisance.customers.contracts import CustomerCard, CustomerClaim
from aisance.customers.identity.persons import members
from aisance.customers.importing import CustomerImporter
from aisance.customers.models import Purchase, Visit
from aisance.customers.permissions import READ_BY_API, RECORD_EVENTS, WRITE_BY_API
from aisance.customers.purchases.contracts import RecordedEvent
from aisance.customers.purchases.reading import read_purchase, read_visit
from aisance.customers.purchases.services import record_purchases, record_visits
from aisance.customers.queries import customer_cards, find_customers, normalised, traits
from aisance.customers.rules import PRIORITY
from aisance.customers.services import find_or_add_customers
from aisance.intake.contracts import Problem

router = Router(tags=["Customers"])
MOST_CUSTOMERS = 1_000
MOST_EVENTS = 5_000
MOST_READ = 500


class CustomerDraftIn(Schema):
    """What you know of a customer. One identifier at least, or a source with its key."""

    external_id: str | None = Field(None, max_length=120, description="The customer's number in your systems.")
    email: str | None = Field(None, max_length=254)
    phone: str | None = Field(None, max_length=60, description="Without a prefix it belongs to the company's country.")
    social: str | None = Field(None, max_length=120)
    name: str | None = Field(None, max_length=160)
    language: str | None = Field(None, max_length=8, description="As fr, en or nl-be.")
    segment: str | None = Field(None, max_length=40, description="A code of your own; a new one replaces the old.")
    given_name: str | None = Field(None, max_length=160)
    family_name: str | None = Field(None, max_length=160)
    birth_date: str | None = Field(None, max_length=20, description="As 1990-12-31.")
    street: str | None = Field(None, max_length=160)
    postcode: str | None = Field(None, max_length=20)
    city: str | None = Field(None, max_length=120)
    country: str | None = Field(None, max_length=60)
    company: str | None = Field(None, max_length=160)
    role: str | None = Field(None, max_length=60)
    source: str | None = Field(None, max_length=80, description="The system that tells of it.")
    source_key: str | None = Field(None, max_length=80, description="The customer's key in that system.")
    new_basis: str | None = Field(
        None, max_length=200, description="Why somebody who was erased on request may be kept again."
    )

    model_config = ConfigDict(extra="forbid")


class EventIn(Schema):
    """Something a customer did, known again by `source` and `external_id`."""

    source: str = Field(min_length=1, max_length=60)
    external_id: str = Field(min_length=1, max_length=120)
    at: datetime
    customer_external: str | None = Field(None, max_length=120)
    customer_email: str | None = Field(None, max_length=254)
    customer_phone: str | None = Field(None, max_length=60)
    customer_social: str | None = Field(None, max_length=120)
    customer_name: str | None = Field(None, max_length=160)
    place: str | None = Field(None, max_length=60, description="The shop or channel, by its code.")

    model_config = ConfigDict(extra="forbid")


class PurchaseIn(EventIn):
    """A purchase; a return has an amount below zero."""

    amount: str = Field(max_length=30, description="What was paid, as text with a point: `1234.50`.")
    currency: str = Field("EUR", pattern=r"^[A-Z]{3}$")
    quantity: int | None = Field(None, ge=0, le=1_000_000)
    order_number: str | None = Field(None, max_length=60)


class IdentifierOut(Schema):
    """Under what a customer is known."""

    kind: str
    value: str


class CustomerOut(Schema):
    """A person. `id` lasts: should the person turn out to be several records, all of their ids lead here."""

    id: int
    ids: list[int] = Field(description="All ids that lead to this person, the lasting one first.")
    name: str
    language: str
    segment: str
    identifiers: list[IdentifierOut]


class ProblemOut(Schema):
    """Why an item was refused."""

    field: str
    value: str
    expected: str


class CustomerItemOut(Schema):
    """What became of one item; `customer_id` is null where it was refused."""

    index: int
    status: Literal["accepted", "known", "refused"]
    customer_id: int | None
    problems: list[ProblemOut]


class ItemsOut(Schema):
    """What became of the items; the three counts add up to their number."""

    accepted: int
    known: int
    refused: int
    items: list[CustomerItemOut]


class HappenedOut(Schema):
    """A purchase or a visit."""

    type: Literal["purchase", "visit"]
    source: str
    external_id: str
    at: datetime
    place: str
    amount: str | None = None
    currency: str | None = None
    quantity: int | None = None
    order_number: str | None = None


class DetailOut(Schema):
    """Why the request was not taken."""

    detail: str


class Sought(Schema):
    """Whom to find, by whole identifiers: a name alone names nobody."""

    external_id: str | None = Field(None, max_length=120)
    email: str | None = Field(None, max_length=254)
    phone: str | None = Field(None, max_length=60)
    social: str | None = Field(None, max_length=120)


type Read[D] = D | tuple[Problem, ...]

WRONG = {401: DetailOut, 403: DetailOut, 429: DetailOut}


NOT_ENOUGH = {"detail": "This takes a key of the whole company."}


def _is_enough(request: ViewerRequest, right: Right) -> bool:
    """Customers belong to no unit: a key of a unit below the company is not enough."""
    return request.viewer.scope(right).covers(root_unit().path)


@router.get("", summary="Find customers", operation_id="find_customers", response={200: list[CustomerOut], **WRONG})
@requires_api(READ_BY_API)
def find(request: ViewerRequest, sought: Query[Sought]) -> Any:
    """The persons who bear any of these identifiers, in whatever spelling; none where nobody does."""
    if not _is_enough(request, READ_BY_API):
        return Status(403, NOT_ENOUGH)
    given = {"external_id": "external", "email": "email", "phone": "phone", "social": "social"}
    claims = []
    for kind in PRIORITY:
        name = next(field for field, held in given.items() if held == kind.value)
        if value := getattr(sought, name):
            try:
                claims.append(CustomerClaim({kind: normalised(kind, value)}))
            except ValueError:
                continue
    return _shown([pk for pk in find_customers(claims) if pk is not None])


def _shown(ids: Sequence[int]) -> list[dict[str, Any]]:
    """The persons of these rows, each once, with what all of their rows bear."""
    groups = list(dict.fromkeys(members(ids).values()))
    rows = [pk for group in groups for pk in group]
    cards, known = customer_cards(rows), traits(rows)
    return [_person(group, cards, known[group[0]].segment) for group in groups]


def _person(group: tuple[int, ...], cards: dict[int, CustomerCard], segment: str) -> dict[str, Any]:
    held = [cards[pk] for pk in group if pk in cards]
    return {
        "id": group[0],
        "ids": list(group),
        "name": next((card.name for card in held if card.name), ""),
        "language": next((card.language for card in held if card.language), ""),
        "segment": segment,
        "identifiers": [{"kind": kind.value, "value": value} for card in held for kind, value in card.identifiers],
    }


@router.get(
    "/{int:customer_id}",
    summary="Read a customer",
    operation_id="read_customer",
    response={200: CustomerOut, 404: DetailOut, **WRONG},
)
@requires_api(READ_BY_API)
def read(request: ViewerRequest, customer_id: int) -> Any:
    """The person to whom an id leads; its own `id` is another where the person turned out to be several records."""
    if not _is_enough(request, READ_BY_API):
        return Status(403, NOT_ENOUGH)
    found = _shown([customer_id])
    return found[0] if found else Status(404, {"detail": "There is no customer of this id."})


@router.get(
    "/{int:customer_id}/events",
    summary="Read what a customer bought and when they came",
    operation_id="read_customer_events",
    response={200: list[HappenedOut], 404: DetailOut, **WRONG},
)
@requires_api(READ_BY_API)
def read_events(request: ViewerRequest, customer_id: int, before: datetime | None = None) -> Any:
    """The newest 500 purchases and visits of the person, the newest first; those before a moment where one is given."""
    if not _is_enough(request, READ_BY_API):
        return Status(403, NOT_ENOUGH)
    group = members([customer_id]).get(customer_id)
    if group is None:
        return Status(404, {"detail": "There is no customer of this id."})
    bought = Purchase.objects.filter(customer_id__in=group)
    came = Visit.objects.filter(customer_id__in=group)
    if before is not None:
        bought, came = bought.filter(at__lt=before), came.filter(at__lt=before)
    happened = [*map(_bought, bought.order_by("-at")[:MOST_READ]), *map(_came, came.order_by("-at")[:MOST_READ])]
    return sorted(happened, key=lambda one: one["at"], reverse=True)[:MOST_READ]


def _bought(row: Purchase) -> dict[str, Any]:
    places = decimals(row.currency)
    more = {"currency": row.currency, "quantity": row.quantity, "order_number": row.order_number}
    return {**_happened(row), "type": "purchase", "amount": f"{row.amount_minor / 10**places:.{places}f}", **more}


def _came(row: Visit) -> dict[str, Any]:
    return {**_happened(row), "type": "visit"}


def _happened(row: Purchase | Visit) -> dict[str, Any]:
    return {"source": row.source, "external_id": row.external_id, "at": row.at, "place": row.place}


@router.post("", summary="Add and complete customers", operation_id="save_customers", response={200: ItemsOut, **WRONG})
@requires_api(WRITE_BY_API)
def save(
    request: ViewerRequest,
    customers: Annotated[list[CustomerDraftIn], Body(..., min_length=1, max_length=MOST_CUSTOMERS)],
) -> Any:
    """The first identifier that is known decides who it is; others are added. Blanks are filled, nothing is replaced.

    Sending the same again changes nothing, so repeat a request whose answer you did not receive. Each item is answered
    by itself; `known` says that the customer was there before.
    """
    if not _is_enough(request, WRITE_BY_API):
        return Status(403, NOT_ENOUGH)
    reader = CustomerImporter()
    read = [reader.parse({k: v for k, v in one.model_dump().items() if v}) for one in customers]
    return _answer(read, lambda claims: _saved(claims, request))


def _saved(claims: Sequence[CustomerClaim], request: ViewerRequest) -> list[RecordedEvent]:
    known = find_customers(claims)
    ids = find_or_add_customers(claims, by=request.viewer)
    return [RecordedEvent("accepted" if before is None else "known", pk) for before, pk in zip(known, ids, strict=True)]


@router.post(
    "/purchases", summary="Tell of purchases", operation_id="record_purchases", response={200: ItemsOut, **WRONG}
)
@requires_api(RECORD_EVENTS)
def purchases(
    request: ViewerRequest, items: Annotated[list[PurchaseIn], Body(..., min_length=1, max_length=MOST_EVENTS)]
) -> Any:
    """Purchases of customers who are added where they are not known. Sending one again changes nothing."""
    if not _is_enough(request, RECORD_EVENTS):
        return Status(403, NOT_ENOUGH)
    read = [read_purchase(_words(one), zone=settings.ENVIRONMENT.zone) for one in items]
    return _answer(read, lambda drafts: record_purchases(drafts, by=request.viewer))


@router.post("/visits", summary="Tell of visits", operation_id="record_visits", response={200: ItemsOut, **WRONG})
@requires_api(RECORD_EVENTS)
def visits(
    request: ViewerRequest, items: Annotated[list[EventIn], Body(..., min_length=1, max_length=MOST_EVENTS)]
) -> Any:
    """Visits of customers who are added where they are not known. Sending one again changes nothing."""
    if not _is_enough(request, RECORD_EVENTS):
        return Status(403, NOT_ENOUGH)
    read = [read_visit(_words(one), zone=settings.ENVIRONMENT.zone) for one in items]
    return _answer(read, lambda drafts: record_visits(drafts, by=request.viewer))


def _words(one: EventIn) -> dict[str, Any]:
    return {**one.model_dump(), "at": one.at.isoformat()}


def _answer(read: Sequence[Any], write: Callable[[Sequence[Any]], Sequence[RecordedEvent]]) -> dict[str, Any]:
    """Write what could be read, and say of each item what became of it."""
    written = iter(write([draft for draft in read if not isinstance(draft, tuple)]))
    told = [RecordedEvent("refused", None, draft) if isinstance(draft, tuple) else next(written) for draft in read]
    counts = {status: sum(one.status == status for one in told) for status in ("accepted", "known", "refused")}
    return {**counts, "items": [_item(index, one) for index, one in enumerate(told)]}


def _item(index: int, told: RecordedEvent) -> dict[str, Any]:
    problems = [{"field": p.field, "value": p.value[:100], "expected": str(p.expected)} for p in told.problems]
    return {"index": index, "status": told.status, "customer_id": told.customer_id, "problems": problems}
