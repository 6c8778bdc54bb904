"""What came back: words of customers, and addresses that reach nobody."""

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy


class InboundMessage(models.Model):
    """A text that somebody sent to us, unique by the key of its source; or a part of one, until the others are here.

    `series` joins the parts of a long text; it is empty for a text that came whole.
    """

    key = models.CharField(max_length=160, unique=True)
    channel = models.CharField(max_length=8)
    address = models.CharField(max_length=254, help_text="Who wrote.")
    recipient = models.CharField(max_length=254, blank=True)
    text = models.TextField()
    series = models.CharField(max_length=80, blank=True)
    part = models.PositiveSmallIntegerField(default=1)
    parts = models.PositiveSmallIntegerField(default=1)
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, null=True, related_name="+")
    answers = models.ForeignKey(
        "outreach.Message",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="The last one we sent.",
    )
    received_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["series"], name="inbound_series", condition=~models.Q(series="")),
        ]

    def __str__(self) -> str:
        return self.key


class DeadAddress(models.Model):
    """An address that reaches nobody: nothing more is sent to it."""

    class Why(models.TextChoices):
        BOUNCED = "bounced", pgettext_lazy("address", "It does not exist any more")

    channel = models.CharField(max_length=8)
    address = models.CharField(max_length=254)
    why = models.CharField(max_length=9, choices=Why, default=Why.BOUNCED)
    words = models.CharField(max_length=200, blank=True, help_text="How the other side said so.")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "address"], name="one_mark_an_address"),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.why}"
