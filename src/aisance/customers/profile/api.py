"""The API of profile values: what is known of a customer field by field, and new values."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Body, Field, Router, Schema, Status
from pydantic import ConfigDict

from aisance.accounts.public import requires_api, root_unit
from aisance.core.permissions import Right, ViewerRequest
from aisance.customers.identity.persons import members
from aisance.customers.permissions import READ_BY_API, WRITE_BY_API
from aisance.customers.profile.importing import ValueDraft, read_given, write_values
from aisance.customers.profile.queries import field_cards, profile_of
from aisance.intake.contracts import Fate

router = Router(tags=["Customers"])
MOST_VALUES = 100


class ProfileValueIn(Schema):
    """A value of a field; of a choice its code."""

    field: str = Field(max_length=60)
    value: str = Field(max_length=300)

    model_config = ConfigDict(extra="forbid")


class ProfileValueOut(Schema):
    """A field in use: what it is for, whether it must be known, and its value; null where it is not known."""

    field: str
    use: str
    use_name: str
    mandatory: bool
    value: str | float | bool | None
    given_at: datetime | None
    expires_at: datetime | None


class ValueProblemOut(Schema):
    """Why a value was refused."""

    field: str
    value: str
    expected: str


class ValueItemOut(Schema):
    """What became of one value."""

    index: int
    status: Literal["accepted", "known", "refused"]
    problems: list[ValueProblemOut]


class ValueItemsOut(Schema):
    """What became of the values; the three counts add up to their number."""

    accepted: int
    known: int
    refused: int
    items: list[ValueItemOut]


class ProfileDetailOut(Schema):
    """Why the request was not taken."""

    detail: str


WRONG = {401: ProfileDetailOut, 403: ProfileDetailOut, 404: ProfileDetailOut, 429: ProfileDetailOut}


def _refused(request: ViewerRequest, right: Right, customer_id: int) -> Any:
    """Why there is no answer: a key of a unit below the company, or nobody of this id; null where there is one."""
    if not request.viewer.scope(right).covers(root_unit().path):
        return Status(403, {"detail": "This takes a key of the whole company."})
    if customer_id not in members([customer_id]):
        return Status(404, {"detail": "There is no customer of this id."})
    return None


@router.get(
    "/{int:customer_id}/values",
    summary="Read a customer's profile",
    operation_id="read_profile_values",
    response={200: list[ProfileValueOut], **WRONG},
)
@requires_api(READ_BY_API)
def read_values(request: ViewerRequest, customer_id: int) -> Any:
    """Every field in use, by code, with what is known of the person."""
    if refused := _refused(request, READ_BY_API, customer_id):
        return refused
    held = {one.field.code: one for one in profile_of(customer_id)}
    return [
        {
            "field": card.code,
            "use": card.use.value,
            "use_name": card.use_name,
            "mandatory": card.is_mandatory,
            "value": held[card.code].value if card.code in held else None,
            "given_at": held[card.code].given_at if card.code in held else None,
            "expires_at": held[card.code].expires_at if card.code in held else None,
        }
        for card in field_cards()
    ]


@router.post(
    "/{int:customer_id}/values",
    summary="Give values of a customer's profile",
    operation_id="give_profile_values",
    response={200: ValueItemsOut, **WRONG},
)
@requires_api(WRITE_BY_API)
def give_values(
    request: ViewerRequest,
    customer_id: int,
    values: Annotated[list[ProfileValueIn], Body(..., min_length=1, max_length=MOST_VALUES)],
) -> Any:
    """A new value replaces the one that stood; the same again is `known` and changes nothing. Each is answered by
    itself, and a field that there is not, or a value that it does not take, is refused by name."""
    if refused := _refused(request, WRITE_BY_API, customer_id):
        return refused
    cards = {card.code: card for card in field_cards()}
    problems = [read_given(one.field, one.value, cards) for one in values]
    drafts = [
        ValueDraft(customer_id, one.field, one.value) for one, wrong in zip(values, problems, strict=True) if not wrong
    ]
    fates = iter(write_values(drafts, source="api", by=request.viewer))
    items = [
        {
            "index": place,
            "status": "refused" if wrong else next(fates).value,
            "problems": [{"field": p.field, "value": p.value, "expected": str(p.expected)} for p in wrong],
        }
        for place, wrong in enumerate(problems)
    ]
    counts = {fate.value: sum(item["status"] == fate.value for item in items) for fate in (Fate.ACCEPTED, Fate.KNOWN)}
    return {**counts, "refused": sum(map(bool, problems)), "items": items}
