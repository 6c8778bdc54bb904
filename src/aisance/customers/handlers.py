"""What customers tell webhooks."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.accounts.public import publishes
from aisance.customers.contracts import CustomersJoined, CustomersParted, PurchasesRecorded, VisitsRecorded

type Told = Iterator[tuple[int | None, Mapping[str, Any]]]


@publishes(CustomersJoined, "customers.joined", _("Customers turned out to be one"))
def tell_of_joining(event: CustomersJoined) -> Told:
    """The person's lasting id, and the ids that lead to it from now on."""
    yield event.kept, {"customer_id": event.kept, "joined": list(event.joined)}


@publishes(CustomersParted, "customers.parted", _("A customer turned out to be several"))
def tell_of_parting(event: CustomersParted) -> Told:
    """The person's lasting id, and the ids that are persons of their own from now on."""
    yield event.kept, {"customer_id": event.kept, "parted": list(event.parted)}


@publishes(PurchasesRecorded, "purchases.recorded", _("A customer bought something"))
def tell_of_purchases(event: PurchasesRecorded) -> Told:
    """Each customer by themselves, so that each keeps their own order."""
    return ((pk, {"customer_id": pk}) for pk in event.customer_ids)


@publishes(VisitsRecorded, "visits.recorded", _("A customer came"))
def tell_of_visits(event: VisitsRecorded) -> Told:
    """Each customer by themselves."""
    return ((pk, {"customer_id": pk}) for pk in event.customer_ids)
