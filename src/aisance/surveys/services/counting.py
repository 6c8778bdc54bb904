"""Tells the store that rows of customers are counted under another person now."""

from collections.abc import Collection

from django.db import transaction

from aisance.lake.public import mark_stale
from aisance.surveys.models import Answer, Invitation


@transaction.atomic
def count_anew(customer_ids: Collection[int]) -> None:
    """What these customers answered and were asked is brought into the store anew."""
    asked = Invitation.objects.filter(customer_id__in=customer_ids).order_by()
    answered = Answer.objects.filter(response__customer_id__in=customer_ids).order_by()
    mark_stale("invitations", set(asked.values_list("day", flat=True).distinct()))
    mark_stale("answers", set(answered.values_list("day", flat=True).distinct()))
