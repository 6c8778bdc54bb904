"""Charging gestures to budgets, so that those who click at the same time never pass one."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from aisance.cases.gestures.contracts import Purse
from aisance.cases.models import GestureAccount


class ShortError(Exception):
    """A purse had less left than was to be taken out of it; nothing was taken."""


def charge(purses: Sequence[Purse], amount_minor: int) -> list[str]:
    """Take an amount out of every purse or none; the keys that were charged. Raises ShortError.

    One conditional statement for each, in the order of their keys so that no two wait for each other: the condition
    holds no subquery, since PostgreSQL would not read that again after waiting for another's write.
    """
    if amount_minor == 0:
        return []
    with transaction.atomic():
        for purse in sorted(purses, key=lambda one: one.key):
            _opened(purse)
            room = GestureAccount.objects.filter(key=purse.key, spent_minor__lte=purse.amount_minor - amount_minor)
            if not room.update(spent_minor=F("spent_minor") + amount_minor):
                raise ShortError(purse.key)
    return [purse.key for purse in purses]


def _opened(purse: Purse) -> None:
    row = GestureAccount(
        key=purse.key, budget_id=purse.budget_id, person_id=purse.person_id, period=purse.period, spent_minor=0
    )
    GestureAccount.objects.bulk_create([row], ignore_conflicts=True)


def give_back(keys: Sequence[str], amount_minor: int) -> None:
    """Put an amount back into the accounts that were charged, of the period in which they were."""
    for key in sorted(keys):
        GestureAccount.objects.filter(key=key).update(spent_minor=F("spent_minor") - amount_minor)
