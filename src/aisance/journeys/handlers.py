"""Reactions to what happens below: customers turned out to be one person, or two."""

from django.db import transaction

from aisance.core.events import handles
from aisance.customers.contracts import CustomersJoined, CustomersParted
from aisance.journeys.models import Interaction
from aisance.lake.public import mark_stale


@handles(CustomersJoined)
def count_them_as_one(event: CustomersJoined) -> None:
    """The store counts their contacts as one person's."""
    _mark_stale(event.joined)


@handles(CustomersParted)
def count_them_apart(event: CustomersParted) -> None:
    """The store counts the contacts of each as their own again."""
    _mark_stale(event.parted)


@transaction.atomic
def _mark_stale(customer_ids: tuple[int, ...]) -> None:
    days = Interaction.objects.filter(customer_id__in=customer_ids).order_by().values_list("day", flat=True)
    mark_stale("interactions", set(days.distinct()))
