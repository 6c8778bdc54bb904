"""The API of consents: other systems ask what somebody allows, and say what somebody said."""

from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from ninja import Body, Field, Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict

from aisance.accounts.public import requires_api
from aisance.consent.cells import KINDS, allowances_of
from aisance.consent.contracts import Act, ConsentChannel, Method, NewEntry
from aisance.consent.permissions import RECORD, VIEW, require_company
from aisance.consent.queries import levels
from aisance.consent.services import record
from aisance.core.decisions import Refused
from aisance.core.permissions import Right, ViewerRequest
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_customers, normalised

router = Router(tags=["Consents"])
MOST_ENTRIES = 1_000
NOT_COMPANY = "This takes a key of the whole company."


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


class ConsentIn(Schema):
    """What a customer said. A grant names one purpose and one channel; a withdrawal may name `*` for all."""

    customer: WhoIn
    act: Literal["granted", "refused", "withdrawn", "confirmed"]
    purpose: str = Field(max_length=40, description="The code of a purpose, as `news`; `*` for all.")
    channel: Literal["email", "sms", "phone", "letter", "*"]
    method: Literal["form", "phone", "shop", "paper", "api", "import"] = Field(
        "api", description="How it was said. `import` fills gaps only: it overrules nothing."
    )
    notice: int | None = Field(None, ge=1, description="The version of the purpose's notice that was read.")
    language: str = Field("", max_length=8)
    place: str = Field("", max_length=80)
    proof: dict[str, str] = Field(default_factory=dict, max_length=10)
    said_at: AwareDatetime | None = Field(None, description="When, with its offset, where that was not just now.")
    key: str = Field("", max_length=100, description="Your own word for this entry; the same key is recorded once.")

    model_config = ConfigDict(extra="forbid")


class EntryOut(Schema):
    """What became of one item: its place in the ledger, or why it was refused."""

    position: int | None
    is_new: bool
    refused: str = ""


class AllowedOut(Schema):
    """Whether a purpose is allowed on a channel; `said` is empty where nothing was said."""

    purpose: str
    channel: str
    allowed: bool
    said: str
    since: str | None


class ConsentsOut(Schema):
    """What a customer allows, over all of their records."""

    level: str
    paused_until: AwareDatetime | None
    wish: str
    consents: list[AllowedOut]


class DetailOut(Schema):
    """Why the request was not taken."""

    detail: str


def _is_company(request: ViewerRequest, right: Right) -> bool:
    try:
        require_company(request.viewer, right)
    except PermissionDenied:
        return False
    return True


@router.get(
    "",
    summary="Read what a customer allows",
    operation_id="read_consents",
    response={200: ConsentsOut, 401: DetailOut, 403: DetailOut, 404: DetailOut, 429: DetailOut},
)
@requires_api(VIEW)
def read_consents(request: ViewerRequest, who: Query[WhoIn]) -> Any:
    """What one customer allows, by purpose and channel, at this moment. Ask again before each use: it may change."""
    if not _is_company(request, VIEW):
        return Status(403, {"detail": NOT_COMPANY})
    customer_id = _customer(who)
    if customer_id is None:
        return Status(404, {"detail": "Nobody is known under this identifier."})
    known = allowances_of(customer_id)
    cells = [(row.purpose.code, cell) for row in known.rows for cell in row.cells]
    return {
        "level": levels([customer_id])[customer_id].value,
        "paused_until": known.paused_until,
        "wish": known.wish,
        "consents": [
            {
                "purpose": code,
                "channel": cell.channel.value,
                "allowed": cell.allows,
                "said": cell.word,
                "since": cell.said.at.isoformat() if cell.said else None,
            }
            for code, cell in cells
        ],
    }


@router.post(
    "",
    summary="Record what customers said",
    operation_id="record_consents",
    response={200: list[EntryOut], 401: DetailOut, 403: DetailOut, 429: DetailOut},
)
@requires_api(RECORD)
def record_consents(
    request: ViewerRequest, consents: Annotated[list[ConsentIn], Body(..., min_length=1, max_length=MOST_ENTRIES)]
) -> Any:
    """Write what customers said at the end of the ledger, in order; each holds from that moment on.

    Nobody is added: an item about a customer who is not known is refused with `unknown_customer`.
    """
    if not _is_company(request, RECORD):
        return Status(403, {"detail": NOT_COMPANY})
    found = [_customer(one.customer) for one in consents]
    known = [_entry(one, pk) for one, pk in zip(consents, found, strict=True) if pk is not None]
    answers = iter(record(known, by=request.viewer))
    unknown = {"position": None, "is_new": False, "refused": "unknown_customer"}
    return [unknown if pk is None else _out(next(answers)) for pk in found]


def _customer(who: WhoIn) -> int | None:
    try:
        return find_customers([who.claim()])[0]
    except ValueError:  # an identifier that cannot be one names nobody
        return None


def _entry(one: ConsentIn, customer_id: int) -> NewEntry:
    return NewEntry(
        customer_id,
        Act(one.act),
        Method(one.method),
        one.purpose,
        one.channel,
        identifier=_identifier(one),
        notice=one.notice,
        language=one.language,
        place=one.place,
        proof=one.proof,
        said_at=one.said_at,
        key=f"api:{one.key}" if one.key else "",
    )


def _identifier(one: ConsentIn) -> tuple[str, str]:
    """The address of the channel, where it was given: a yes holds for that one."""
    kind = KINDS.get(ConsentChannel(one.channel)) if one.channel in set(ConsentChannel) else None
    value = one.customer.claim().identifiers.get(kind) if kind else None
    return (kind.value, normalised(kind, value)) if kind and value else ("", "")


def _out(answer: Any) -> dict[str, Any]:
    if isinstance(answer, Refused):
        return {"position": None, "is_new": False, "refused": str(answer.reason)}
    return {"position": answer.position, "is_new": answer.is_new, "refused": ""}
