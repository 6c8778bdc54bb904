"""What a person bought, for the page of that person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import batched

from django.db.models import Count, Max, Min, Q, Sum

from aisance.core import clock
from aisance.core.money import decimals
from aisance.customers.models import Purchase

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Bought:
    """Purchases in one currency: in all, and within the last 365 days. Returns count against the amounts."""

    currency: str
    amount: Decimal
    orders: int
    amount_of_year: Decimal
    orders_of_year: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class BoughtOnce:
    """One purchase; a negative amount is a return."""

    at: datetime
    amount: Decimal
    currency: str
    order_number: str
    place: str
    quantity: int | None


def bought(customer_ids: Iterable[int]) -> list[Bought]:
    """What a person bought, by currency, the largest amount of the last year first; nothing where nothing is known."""
    recent = Q(at__gte=clock.now() - YEAR)
    rows = Purchase.objects.filter(customer_id__in=list(customer_ids)).order_by().values_list("currency")
    sums = rows.annotate(
        amount=Sum("amount_minor"),
        orders=Count("pk", filter=Q(amount_minor__gt=0)),
        amount_of_year=Sum("amount_minor", filter=recent),
        orders_of_year=Count("pk", filter=recent & Q(amount_minor__gt=0)),
        first=Min("at"),
        last=Max("at"),
    )
    found = [
        Bought(currency, _amount(amount, currency), orders, _amount(of_year, currency), orders_of_year, first, last)
        for currency, amount, orders, of_year, orders_of_year, first, last in sums
    ]
    return sorted(found, key=lambda one: (-one.amount_of_year, one.currency))


def purchases_before(customer_ids: Iterable[int], before: datetime | None, limit: int) -> list[BoughtOnce]:
    """The newest purchases of a person before a moment."""
    rows = Purchase.objects.filter(customer_id__in=list(customer_ids)).order_by("-at", "-pk")
    rows = rows.filter(at__lt=before) if before else rows
    return [
        BoughtOnce(
            row.at, _amount(row.amount_minor, row.currency), row.currency, row.order_number, row.place, row.quantity
        )
        for row in rows[:limit]
    ]


def bought_between(customer_ids: Iterable[int], start: datetime, end: datetime) -> list[tuple[int, datetime]]:
    """Who bought, returns apart, and when, from `start` on and before `end`: pairs of a row's id and a moment."""
    found: list[tuple[int, datetime]] = []
    for some in batched(sorted(set(customer_ids)), 5000):
        rows = Purchase.objects.filter(customer_id__in=some, amount_minor__gt=0, at__gte=start, at__lt=end)
        found += rows.order_by("at").values_list("customer_id", "at")
    return found


def _amount(minor: int | None, currency: str) -> Decimal:
    return Decimal(minor or 0).scaleb(-decimals(currency))
