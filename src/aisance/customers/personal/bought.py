"""What customers bought, and when they came."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import chain

from django.utils.translation import gettext_lazy as _

from aisance.core.personal import Holding, Item, holds_personal, says_who_was_seen
from aisance.customers.erasing import erase_purchases, erase_purchases_before, erase_visits, erase_visits_before
from aisance.customers.models import Purchase, Visit
from aisance.customers.personal.known import known_fields


def purchases(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Every order and every return."""
    for row in Purchase.objects.filter(customer_id__in=customer_ids).order_by("at", "pk"):
        fields = known_fields(
            (_("Order"), row.order_number),
            (_("Amount, in the smallest unit"), f"{row.amount_minor} {row.currency}"),
            (_("Quantity"), row.quantity),
            (_("Place"), row.place),
            (_("Number at the source"), row.external_id),
        )
        yield Item(row.at, _("Purchase"), fields, row.source)


def visits(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Every time that the customer came."""
    for row in Visit.objects.filter(customer_id__in=customer_ids).order_by("at", "pk"):
        fields = known_fields((_("Place"), row.place), (_("Number at the source"), row.external_id))
        yield Item(row.at, _("Visit"), fields, row.source)


def everything(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Both, the purchases first."""
    return chain(purchases(customer_ids), visits(customer_ids))


@says_who_was_seen
def came(customer_ids: Collection[int], moment: datetime) -> set[int]:
    """Those who bought or came since a moment."""
    found: set[int] = set()
    for table in (Purchase, Visit):
        rows = table._default_manager.filter(customer_id__in=customer_ids, at__gte=moment)
        found |= set(rows.values_list("customer_id", flat=True).distinct())
    return found


holds_personal(
    Holding(
        name="customers.purchases",
        title=_("Purchases"),
        purpose=_("To serve an order, and to know what customers value"),
        legal_basis=_("Contract; the invoice itself is kept by the books, not here"),
        shown=purchases,
        erase=erase_purchases,
        columns=("customers.Purchase.external_id", "customers.Purchase.order_number"),
        keep_days=3650,
        keep_between=(365, 4000),
        overdue=erase_purchases_before,
        rank=60,
    )
)
holds_personal(
    Holding(
        name="customers.visits",
        title=_("Visits"),
        purpose=_("To know how often customers come"),
        legal_basis=_("Our legitimate interest in good service"),
        shown=visits,
        erase=erase_visits,
        columns=("customers.Visit.external_id",),
        keep_days=1095,
        keep_between=(30, 3650),
        overdue=erase_visits_before,
        rank=60,
    )
)
