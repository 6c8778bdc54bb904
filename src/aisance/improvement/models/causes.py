"""What contact reasons are worth, who could mend them, and what a minute costs."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

WORTHS = (-2, -1, 1, 2)


class MinuteCost(models.Model):
    """What a minute of handling costs from a day on; the next one ends it."""

    amount = models.DecimalField(max_digits=10, decimal_places=4)
    currency = models.CharField(max_length=3)
    since = models.DateField(unique=True)
    source = models.CharField(max_length=200, help_text="Who says so: a study, the accounts, a year.")
    set_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_minute_costs_something"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} since {self.since}"


class Judgement(models.Model):
    """The worth of a contact reason to the customer and to the company; 0 is no judgement. One row a reason."""

    reason = models.OneToOneField("journeys.Reason", on_delete=models.CASCADE, related_name="+")
    to_customer = models.SmallIntegerField(null=True)
    to_company = models.SmallIntegerField(null=True)
    owner_name = models.CharField(max_length=120, blank=True)
    owner_team = models.CharField(max_length=120, blank=True)
    owner_mail = models.EmailField(blank=True)
    words = models.CharField(max_length=300, blank=True)
    judged_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(to_customer__isnull=True) | Q(to_customer__in=WORTHS))
                & (Q(to_company__isnull=True) | Q(to_company__in=WORTHS)),
                name="worth_in_four_degrees",
            ),
        ]

    def __str__(self) -> str:
        return f"judgement of reason {self.reason_id}"
