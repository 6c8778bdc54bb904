"""Hands the answer over by a link of limited life, which opens by a code sent to an address that we know."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.db import transaction

from aisance.consent.contracts import CodeWanted
from aisance.consent.models import Handover, Request
from aisance.core import audit, clock
from aisance.core.decisions import Allowed, Decision, Refused
from aisance.core.events import emit
from aisance.core.permissions import Viewer
from aisance.customers.contracts import IdentifierKind
from aisance.customers.public import addresses, members

LINK_LIVES = timedelta(days=7)
CODE_LIVES = timedelta(minutes=15)
MOST_CODES, MOST_TRIES = 5, 5
BY = (IdentifierKind.EMAIL, IdentifierKind.PHONE)


@transaction.atomic
def hand_over(request: Request, *, by: Viewer) -> Handover:
    """A fresh link for the answer to a request; links of before are closed."""
    now = clock.now()
    request.handovers.filter(expires_at__gt=now).update(expires_at=now)
    made = Handover.objects.create(
        request=request,
        token=secrets.token_urlsafe(24),
        added_at=now,
        added_by=by.name[:150],
        expires_at=now + LINK_LIVES,
    )
    audit.record(by, "answer.handed_over", what="data_request", which=request.pk)
    return made


def handover_at(token: str) -> Handover | None:
    """The open link with this token; null where there is none, or it is over."""
    found = Handover.objects.select_related("request").filter(token=token, expires_at__gt=clock.now()).first()
    return found if found is not None and found.request.customer_id is not None else None


@transaction.atomic
def send_code(handover: Handover) -> Decision:
    """Send a code to an address that we know; Refused where there is none, or where enough were sent."""
    row = Handover.objects.select_for_update().get(pk=handover.pk)
    if row.codes_sent >= MOST_CODES:
        return Refused("enough")
    people = members([row.request.customer_id or 0]).get(row.request.customer_id or 0, ())
    for kind in BY:
        known = addresses(people, kind)
        owner = next((pk for pk in people if pk in known), None)
        if owner is not None:
            code = f"{secrets.randbelow(10**8):08d}"
            row.address_kind, row.code_digest, row.tries = kind.value, _digest(row, code), 0
            row.code_until, row.codes_sent = clock.now() + CODE_LIVES, row.codes_sent + 1
            row.save()
            key = f"consent.code:{row.pk}:{row.codes_sent}"
            emit(CodeWanted(key, owner, kind.value, row.request.language, code))
            return Allowed()
    return Refused("no_address")


@transaction.atomic
def open_with(handover: Handover, code: str) -> bool:
    """Whether this is the code that was sent, not long ago and not after too many tries; it opens once."""
    row = Handover.objects.select_for_update().get(pk=handover.pk)
    alive = row.code_digest and row.code_until and row.code_until > clock.now() and row.tries < MOST_TRIES
    if not alive:
        return False
    row.tries += 1
    is_right = hmac.compare_digest(row.code_digest, _digest(row, "".join(code.split())))
    if is_right:
        row.opened_at, row.code_digest = clock.now(), ""
    row.save()
    return is_right


def _digest(row: Handover, code: str) -> str:
    return hashlib.sha256(f"{row.token}:{code}".encode()).hexdigest()
