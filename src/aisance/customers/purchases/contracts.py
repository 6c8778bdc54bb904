"""What a source says of a purchase or a visit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from aisance.customers.contracts import CustomerClaim
from aisance.intake.contracts import Problem

USUAL_CURRENCY = "EUR"


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """One visit as its source tells it; `at` is aware. Known again by source and external id."""

    source: str
    external_id: str
    at: datetime
    customer: CustomerClaim
    place: str = ""


@dataclass(frozen=True, slots=True)
class PurchaseDraft:
    """One order as its source tells it. `amount_minor` counts cents, or what its currency has; returns are below 0."""

    source: str
    external_id: str
    at: datetime
    customer: CustomerClaim
    amount_minor: int
    currency: str = USUAL_CURRENCY
    quantity: int | None = None
    order_number: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """What became of one draft; `customer_id` is null where it was refused."""

    status: Literal["accepted", "known", "refused"]
    customer_id: int | None = None
    problems: tuple[Problem, ...] = ()
