"""A purchase or a visit in the words of a file or of the API becomes a draft, or says what is wrong with it."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.core import clock
from aisance.core.days import FIRST_DAY
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.purchases.contracts import USUAL_CURRENCY, PurchaseDraft, VisitDraft
from aisance.customers.purchases.rules import minor_units
from aisance.customers.queries import normalised
from aisance.intake.contracts import Problem

IDENTIFIERS = {
    "customer_external": IdentifierKind.EXTERNAL,
    "customer_email": IdentifierKind.EMAIL,
    "customer_phone": IdentifierKind.PHONE,
    "customer_social": IdentifierKind.SOCIAL,
}
CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
LENGTHS = {"source": 60, "external_id": 120, "order_number": 60, "place": 60, "customer_name": 160}
MOST_QUANTITY = 1_000_000
AHEAD = timedelta(days=1)
"""How far a clock elsewhere may run before ours."""


class _Reader:
    """Collects what is wrong while it reads one item."""

    def __init__(self, values: Mapping[str, Any], zone: tzinfo) -> None:
        self._values = values
        self._zone = zone
        self.problems: list[Problem] = []

    def text(self, name: str, *, required: bool = False) -> str:
        value = self._values.get(name)
        words = "" if value is None else str(value).strip()
        if len(words) > LENGTHS[name] or not words.isprintable() or (required and not words):
            self.refuse(name, words, _("1 to %(most)d printable characters") % {"most": LENGTHS[name]})
        return words

    def refuse(self, name: str, held: object, expected: Any) -> None:
        self.problems.append(Problem(name, str(held)[:100], expected))

    def moment(self, name: str) -> datetime:
        held = str(self._values.get(name) or "")
        try:
            found = datetime.fromisoformat(held)
            found = found if found.tzinfo else found.replace(tzinfo=self._zone)
            found = found.astimezone(UTC)
        except (ValueError, OverflowError):
            self.refuse(name, held, _("a date, or a date and time, as 2026-01-31T09:30:00+01:00"))
            return clock.now()
        if found.date() < FIRST_DAY or found > clock.now() + AHEAD:
            self.refuse(name, held, _("a moment that has passed, after 1970"))
        return found

    def claim(self) -> CustomerClaim:
        given: dict[IdentifierKind, str] = {}
        for name, kind in IDENTIFIERS.items():
            if held := self._values.get(name):
                try:
                    given[kind] = normalised(kind, str(held))
                except ValueError as problem:
                    self.refuse(name, held, problem.args[0])
        if not given and not self.problems:
            self.refuse("customer_external", "", _("whose it is: the customer's number, e-mail, phone or handle"))
        return CustomerClaim(given, self.text("customer_name"))

    def currency(self) -> str:
        held = str(self._values.get("currency") or USUAL_CURRENCY).strip().upper()
        if not CURRENCY.fullmatch(held):
            self.refuse("currency", held, _("the three letters of a currency, such as EUR"))
            return USUAL_CURRENCY
        return held

    def amount(self, currency: str) -> int:
        held = self._values.get("amount")
        try:
            return minor_units(str("" if held is None else held), currency)
        except ValueError:
            self.refuse("amount", held, _("an amount such as 1234.50, without more decimals than its currency has"))
            return 0

    def quantity(self) -> int | None:
        held = self._values.get("quantity")
        if held in {None, ""}:
            return None
        if not str(held).isdecimal() or len(str(held)) > 7 or int(str(held)) > MOST_QUANTITY:
            self.refuse("quantity", held, _("a whole number of articles"))
            return None
        return int(str(held))


def read_purchase(values: Mapping[str, Any], *, zone: tzinfo) -> PurchaseDraft | tuple[Problem, ...]:
    """A purchase, or everything that is wrong with it. The order number stands for an external id that is missing."""
    reader = _Reader(values, zone)
    order_number = reader.text("order_number")
    external_id = reader.text("external_id") or order_number
    currency = reader.currency()
    draft = PurchaseDraft(
        source=reader.text("source", required=True),
        external_id=external_id,
        at=reader.moment("at"),
        customer=reader.claim(),
        amount_minor=reader.amount(currency),
        currency=currency,
        quantity=reader.quantity(),
        order_number=order_number,
        place=reader.text("place"),
    )
    return tuple(reader.problems) or draft


def read_visit(values: Mapping[str, Any], *, zone: tzinfo) -> VisitDraft | tuple[Problem, ...]:
    """A visit, or everything that is wrong with it."""
    reader = _Reader(values, zone)
    draft = VisitDraft(
        source=reader.text("source", required=True),
        external_id=reader.text("external_id"),
        at=reader.moment("at"),
        customer=reader.claim(),
        place=reader.text("place"),
    )
    return tuple(reader.problems) or draft
