"""Says whether the widget may ask, and lets contact pressure know that it does."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import transaction

from aisance.core import clock
from aisance.core.decisions import Allowed
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_customers
from aisance.outreach.contracts import ContactRequest, MessageChannel, MessageClass
from aisance.outreach.public import is_decided, stopped, weigh
from aisance.surveys.gateways.widget.rules import customer_of, secret_of_link
from aisance.surveys.models import OpenLink, Programme
from aisance.surveys.queries.candidates import PURPOSE


def may_ask(*, link: OpenLink, reference: str) -> bool:
    """Whether the widget of a link may open now, for the customer of a signed reference where there is one.

    A reference lets the widget open once: whoever picks one up can neither open it again nor use up the customer's
    patience. Where the customer is known, contact pressure decides, and what it allows stands in its ledger like any
    other contact; whoever asked to be left alone is not asked here either. A reference that does not hold is a no: a
    web site whose signature broke would otherwise ask everybody every time.
    """
    if link.closed_at is not None or link.programme.state != Programme.State.RUNNING:
        return False
    if not reference:
        return True
    now = clock.now()
    number = customer_of(secret_of_link(settings.SECRET_KEY, link.code), reference, now)
    if number is None:
        return False
    customer_id = _customer(number)
    return customer_id is None or _is_allowed(link, customer_id, reference, now)


def _customer(number: str) -> int | None:
    """The customer with this number; null where nobody has it: nobody is added for being on a web site."""
    return find_customers([CustomerClaim({IdentifierKind.EXTERNAL: number})])[0]


def _is_allowed(link: OpenLink, customer_id: int, reference: str, now: datetime) -> bool:
    key = f"surveys.widget:{link.pk}:{hashlib.sha256(reference.encode()).hexdigest()[:40]}"
    with transaction.atomic():
        if stopped([customer_id], PURPOSE) or is_decided(key):
            return False
        request = ContactRequest(
            key=key,
            customer_id=customer_id,
            message_class=MessageClass.SURVEY,
            family=link.programme.family,
            programme=link.programme.code,
            channel=MessageChannel.WIDGET,
            at=now,
            expires_at=now,
        )
        [verdict] = weigh([request])
    return isinstance(verdict, Allowed)
