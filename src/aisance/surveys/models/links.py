"""Open links: a questionnaire without an invitation, by link, QR code, widget or in the shop."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class OpenLink(models.Model):
    """One public way into a running programme, for whoever has it: a letter's QR code, a shop's tablet, a web page.

    What the link knows of the contact stands here, since the customer is unknown. `per_hour` bounds how many answers it
    takes, whoever gives them.
    """

    class Use(models.TextChoices):
        LINK = "link", _("Link or QR code")
        KIOSK = "kiosk", _("Tablet on the spot")
        WIDGET = "widget", _("Widget of a web page")
        PAPER = "paper", _("Paper form")
        IVR = "ivr", _("Telephone, after a call")

    programme = models.ForeignKey("surveys.Programme", on_delete=models.CASCADE, related_name="links")
    code = models.CharField(max_length=16, unique=True, help_text="Random; stands in the address.")
    name = models.CharField(max_length=120, help_text="Where it is used: a campaign, a shop, a page.")
    use = models.CharField(max_length=8, choices=Use)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, blank=True)
    step = models.ForeignKey("journeys.Step", on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=8, blank=True)
    per_hour = models.PositiveIntegerField(default=300)
    origins = models.JSONField(
        default=list, help_text="Web sites that may show the widget, as https://www.example.org."
    )
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.code
