"""Journeys and their steps, contact reasons, and the ledger of interactions."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.journeys.contracts import Channel, Direction, Outcome

CHANNEL_NAMES = {
    Channel.PHONE: pgettext_lazy("channel", "Phone"),
    Channel.IVR: pgettext_lazy("channel", "Voice menu"),
    Channel.EMAIL: pgettext_lazy("channel", "E-mail"),
    Channel.WEB: pgettext_lazy("channel", "Web site"),
    Channel.SELFCARE: pgettext_lazy("channel", "Self-care"),
    Channel.CHAT: pgettext_lazy("channel", "Chat"),
    Channel.SMS: pgettext_lazy("channel", "SMS"),
    Channel.SOCIAL: pgettext_lazy("channel", "Social media"),
    Channel.LETTER: pgettext_lazy("channel", "Letter"),
    Channel.SHOP: pgettext_lazy("channel", "Shop"),
}

OUTCOME_NAMES = {
    Outcome.ANSWERED: _("Answered"),
    Outcome.RESOLVED: _("Resolved"),
    Outcome.TRANSFERRED: _("Transferred"),
    Outcome.ABANDONED: _("Abandoned"),
    Outcome.LEFT: _("Left"),
}


class Journey(models.Model):
    """A named path of a customer. One of them is the main one, shown on the first page."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.JSONField(help_text="Words by language.")
    is_main = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["is_main"], condition=Q(is_main=True), name="one_main_journey"),
        ]

    def __str__(self) -> str:
        return self.code


class Step(models.Model):
    """One step of a journey, in its order."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="steps")
    code = models.SlugField(max_length=60, unique=True)
    name = models.JSONField(help_text="Words by language.")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["journey", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["journey", "position"], name="one_step_a_position"),
        ]

    def __str__(self) -> str:
        return self.code


class Reason(models.Model):
    """A node of the tree of contact reasons."""

    code = models.CharField(max_length=60, unique=True)
    name = models.JSONField(help_text="Words by language.")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=120, blank=True, help_text="Ids from the root, as in /1/4/9/.")

    class Meta:
        ordering: ClassVar = ["path"]

    def __str__(self) -> str:
        return self.code


class Interaction(models.Model):
    """One exchange with a customer on one channel. `outcome` is null while it lasts.

    `ended_at` is start + wait + handling once there is an outcome, or `done_at` where that is later. `day` is the day
    of the start in the company's time zone. Seconds are whole; null means not known, which is not 0.
    """

    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=120)
    customer = models.ForeignKey("customers.Customer", on_delete=models.SET_NULL, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=list(CHANNEL_NAMES.items()))
    direction = models.CharField(
        max_length=8, default=Direction.INBOUND, choices=[(d.value, d.value) for d in Direction]
    )
    # Columns that only the fact store groups by carry no index: each would slow every insert.
    step = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    advisor = models.ForeignKey(
        "accounts.Advisor", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    language = models.CharField(max_length=8, blank=True)
    started_at = models.DateTimeField()
    day = models.DateField()
    wait_seconds = models.PositiveIntegerField(null=True)
    handling_seconds = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=12, null=True, choices=list(OUTCOME_NAMES.items()))  # noqa: DJ001  null = not over
    ended_at = models.DateTimeField(null=True)
    promised_by = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    attributes = models.JSONField(default=dict)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "external_id"], name="one_interaction_an_external_id"),
            models.CheckConstraint(condition=Q(channel__in=[c.value for c in Channel]), name="known_channel"),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True) | Q(outcome__in=[o.value for o in Outcome]), name="known_outcome"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["day"], name="interaction_day"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id}"
