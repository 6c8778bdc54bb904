"""The API of pressure: other systems say who is to be left in peace."""

from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from ninja import Body, Field, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict, StringConstraints

from aisance.accounts.public import requires_api
from aisance.core.permissions import ViewerRequest
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_customers
from aisance.outreach.permissions import RECORD_HOLDS
from aisance.outreach.pressure.holding import NewHold, hold
from aisance.outreach.queries import require_company

router = Router(tags=["Contact pressure"])
MOST_HOLDS = 1_000


class WhoIn(Schema):
    """A customer whom the company knows; the first identifier known decides."""

    external_id: str | None = Field(None, max_length=120)
    email: str | None = Field(None, max_length=254)
    phone: str | None = Field(None, max_length=60)

    model_config = ConfigDict(extra="forbid")

    def claim(self) -> CustomerClaim:
        given = {
            IdentifierKind.EXTERNAL: self.external_id,
            IdentifierKind.EMAIL: self.email,
            IdentifierKind.PHONE: self.phone,
        }
        return CustomerClaim({kind: value for kind, value in given.items() if value})


class HoldIn(Schema):
    """A customer is on hold until a moment; a moment that is past ends the hold with this code."""

    customer: WhoIn
    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")] = Field(
        description="Why, as `case`: small letters, digits and hyphens. Rules may heed some codes only."
    )
    until: AwareDatetime = Field(description="Until when, with its offset, as 2026-03-02T09:30:00+01:00.")

    model_config = ConfigDict(extra="forbid")


class HoldsOut(Schema):
    """How many customers are on hold now, and which items named nobody whom the company knows."""

    placed: int
    unknown: list[int] = Field(description="The places in the list, from 0.")


class DetailOut(Schema):
    """Why the request was not taken."""

    detail: str


@router.post(
    "/holds",
    summary="Put customers on hold",
    operation_id="hold_customers",
    response={200: HoldsOut, 401: DetailOut, 403: DetailOut, 429: DetailOut},
)
@requires_api(RECORD_HOLDS)
def hold_customers(
    request: ViewerRequest, holds: Annotated[list[HoldIn], Body(..., min_length=1, max_length=MOST_HOLDS)]
) -> Any:
    """Leave customers in peace while a case of theirs is open: no survey and no marketing until then.

    Send the same customer and code again to move the end. Nobody is added: a customer who is not known is told back by
    place. Legal and service messages are never held back.
    """
    try:
        require_company(request.viewer, RECORD_HOLDS)
    except PermissionDenied:
        return Status(403, {"detail": "This takes a key of the whole company."})
    found = _customers(holds)
    known = [
        NewHold(customer_id, one.code, one.until)
        for one, customer_id in zip(holds, found, strict=True)
        if customer_id is not None
    ]
    unknown = [place for place, customer_id in enumerate(found) if customer_id is None]
    return {"placed": hold(known, by=request.viewer), "unknown": unknown}


def _customers(holds: list[HoldIn]) -> list[int | None]:
    claims = [one.customer.claim() for one in holds]
    return [_customer(claim) for claim in claims]


def _customer(claim: CustomerClaim) -> int | None:
    """The customer, null where nobody is known so; an identifier that cannot be one names nobody."""
    try:
        return find_customers([claim])[0]
    except ValueError:
        return None
