"""Invitations: whom a programme decided to ask, and whom not."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aisance.surveys.contracts import InvitationState, NotAskedReason
from aisance.surveys.models.programmes import Programme, ProgrammeVersion

REASON_NAMES = {
    NotAskedReason.UNKNOWN_CUSTOMER: _("The customer is not known"),
    NotAskedReason.NO_ADDRESS: _("No address on the programme’s channels"),
    NotAskedReason.ASKED_TO_STOP: _("The customer asked not to be asked"),
    NotAskedReason.ASKED_RECENTLY: _("Already asked recently"),
    NotAskedReason.TOO_LATE: _("The contact is too long ago"),
    NotAskedReason.PROGRAMME_STOPPED: _("The programme was stopped before it was due"),
    NotAskedReason.OUTSIDE_PILOT: _("Not in the pilot, or not yet in the ramp-up"),
    NotAskedReason.NOT_DRAWN: _("Not drawn: only a share is asked"),
    NotAskedReason.QUOTA_FULL: _("The quota of answers is full"),
    NotAskedReason.DAILY_CAP: _("The day’s limit of invitations was reached"),
    NotAskedReason.NEVER_OPEN: _("No opening hour before it would be too late"),
    NotAskedReason.BOUNCED: _("Messages to the address came back"),
    NotAskedReason.PAUSED: _("The customer asked for a pause"),
    NotAskedReason.RESTRICTED: _("The customer asked that their data be kept and not used"),
    NotAskedReason.LESS_OFTEN: _("The customer wishes to be written to less often"),
    NotAskedReason.UNDER_PRESSURE: _("Contacted enough already, by a rule of contact pressure"),
}

# An anonymous response is not tied to its invitation, which only bears the mark that somebody was there.
ANSWERED = Q(response__isnull=False, response__set_apart="") | Q(programme__anonymous=True, opened_at__isnull=False)


class Invitation(models.Model):
    """One customer, one programme, one decision: to be asked, or not and why.

    A hot one is about an interaction; a cold one has none and belongs to a wave. `rule` is the code of the rule of
    pressure that refused or delayed it.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="invitations")
    version = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, related_name="+")
    interaction = models.ForeignKey("journeys.Interaction", on_delete=models.CASCADE, null=True, related_name="+")
    wave = models.ForeignKey("surveys.Wave", on_delete=models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, null=True, related_name="+")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=9, choices=[(s.value, s.value) for s in InvitationState])
    reason = models.CharField(max_length=200, blank=True, help_text="A NotAskedReason, or why sending failed.")
    decided_at = models.DateTimeField()
    day = models.DateField(help_text="The day of the decision in the company's time zone.")
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    rule = models.CharField(
        max_length=60, blank=True, db_default="", help_text="The rule of pressure that held it back, if one did."
    )
    times_delayed = models.PositiveSmallIntegerField(default=0, db_default=0)
    route = models.CharField(
        max_length=8, blank=True, db_default="", help_text="The message channel by which it left or will leave."
    )
    reminders_sent = models.PositiveSmallIntegerField(default=0, db_default=0)
    remind_at = models.DateTimeField(null=True, help_text="When the next reminder is due, if one is.")
    token = models.CharField(max_length=43, unique=True, help_text="Random; the public link holds it signed.")
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True, help_text="When the first question was answered or skipped.")
    reached = models.PositiveSmallIntegerField(default=0, help_text="The last question answered or skipped.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "interaction"], name="one_decision_an_interaction"),
            models.UniqueConstraint(fields=["wave", "customer"], name="one_decision_a_customer_and_wave"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="invitation_due", condition=Q(state="planned")),
            models.Index(fields=["remind_at"], name="invitation_remind", condition=Q(remind_at__isnull=False)),
            models.Index(fields=["programme", "decided_at"], name="invitation_funnel"),
            # The store reads the days again that changed.
            models.Index(fields=["day"], name="invitation_day"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def is_complete(self) -> bool:
        """Whether the customer came to the end, be it by skipping."""
        return self.reached >= len(self.version.questions)


class Reminder(models.Model):
    """One reminder of an invitation that left; its number counts from 1, each leaves once."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="reminders")
    number = models.PositiveSmallIntegerField()
    route = models.CharField(max_length=8)
    filed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invitation", "number"], name="one_reminder_a_number"),
        ]

    def __str__(self) -> str:
        return f"reminder {self.number} of invitation {self.invitation_id}"
