"""Outgoing messages."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Message(models.Model):
    """One outgoing message, unique by the key of its intent. Its life: pending, handed over, sent; or failed.

    `handed_over_at` is committed just before the last byte of the message leaves: after a crash, a message that was
    handed over is not sent again; it is `unacknowledged`, since only the receipt was lost.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting to leave")
        HANDED_OVER = "handed_over", pgettext_lazy("message", "Handed over")
        SENT = "sent", pgettext_lazy("message", "Sent")
        UNACKNOWLEDGED = "unacknowledged", _("Sent, receipt unknown")
        FAILED = "failed", _("Not sent")

    class Receipt(models.TextChoices):
        ARRIVED = "arrived", pgettext_lazy("message", "Arrived")
        LOST = "lost", pgettext_lazy("message", "Did not arrive")
        COMPLAINT = "complaint", pgettext_lazy("message", "Reported as unwanted")

    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=8)
    purpose = models.CharField(max_length=40)
    message_class = models.CharField(max_length=9, default="survey", db_default="survey", help_text="A MessageClass.")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    unsubscribe_url = models.CharField(max_length=300, blank=True)
    reply_to = models.CharField(
        max_length=254, blank=True, db_default="", help_text="The address of ours to which answers go."
    )
    message_id = models.CharField(max_length=120, unique=True)
    provider_name = models.CharField(
        max_length=120,
        blank=True,
        db_default="",
        help_text="What the other side calls it, as receipts do.",
    )
    state = models.CharField(max_length=14, choices=State, default=State.PENDING)
    reason = models.CharField(max_length=200, blank=True, help_text="Why it failed, in the words of the mail server.")
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    receipt = models.CharField(
        max_length=9, blank=True, choices=Receipt, db_default="", help_text="What was heard after it was sent."
    )
    receipt_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"], name="message_waiting", condition=models.Q(state__in=["pending", "handed_over"])
            ),
            models.Index(fields=["provider_name"], name="message_provider", condition=~models.Q(provider_name="")),
            models.Index(fields=["channel", "address"], name="message_address"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def reference(self) -> str:
        """Its name towards gateways and in file names: the local part of its Message-ID."""
        return self.message_id.strip("<>").partition("@")[0]
