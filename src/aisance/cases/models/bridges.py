"""What comes in by mail and from the desks of others, and the calendars that people take away."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from aisance.cases.contracts import CaseOutcome, CaseStatus


class MailTerms(models.Model):
    """What is done with mail that answers no case. One row; none stands for what was delivered."""

    opens_for_known = models.BooleanField(default=True, help_text="A known customer's mail opens a case.")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_mail_terms")]

    def __str__(self) -> str:
        return "terms of mail"


class InboundMail(models.Model):
    """A mail that came, unique by its Message-ID. Its life: received; then in a case, apart for somebody, or aside.

    `words` are what was newly written, `signature` what stood under it, `whole` everything. `thread` are the mails it
    says it answers. `reason` says by code why it is apart or aside.
    """

    class State(models.TextChoices):
        RECEIVED = "received"
        IN_CASE = "in_case"
        APART = "apart"
        ASIDE = "aside"

    key = models.CharField(max_length=64, unique=True, help_text="A digest of its Message-ID, or of itself.")
    message_id = models.CharField(max_length=300, blank=True)
    thread = models.JSONField(default=list)
    sender = models.CharField(max_length=254, blank=True)
    sender_name = models.CharField(max_length=160, blank=True)
    recipients = models.JSONField(default=list)
    subject = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True)
    signature = models.TextField(blank=True)
    whole = models.TextField(blank=True)
    automatic = models.CharField(max_length=16, blank=True, help_text="A kind of automatic answer; empty: a person.")
    failed_check = models.BooleanField(default=False, help_text="Our mail server says that the sender is forged.")
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    reason = models.CharField(max_length=20, blank=True)
    case = models.ForeignKey("cases.Case", on_delete=models.SET_NULL, null=True, related_name="mails")
    customer = models.ForeignKey("customers.Customer", on_delete=models.SET_NULL, null=True, related_name="+")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, help_text="As the mail says.")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], condition=Q(state="received"), name="mail_to_settle"),
            models.Index(fields=["received_at"], condition=Q(state="apart"), name="mail_apart"),
            models.Index(fields=["message_id"], condition=~Q(message_id=""), name="mail_by_message_id"),
            models.Index(fields=["sender"], name="mail_by_sender"),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}: {self.state}"


class MailFile(models.Model):
    """A file that came with a mail, kept apart under a name that says nothing; or one that was not kept, and why."""

    mail = models.ForeignKey(InboundMail, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=120, blank=True, help_text="As the mail calls it.")
    size = models.PositiveBigIntegerField(default=0)
    stored = models.CharField(max_length=40, blank=True, help_text="The name of the file in the home folder.")
    refused = models.CharField(max_length=12, blank=True, help_text="Why it was not kept, by code.")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["stored"], condition=~Q(stored=""), name="mail_file_stored")]

    def __str__(self) -> str:
        return f"file {self.pk} of mail {self.mail_id}"


class DeskTicket(models.Model):
    """A ticket of somebody else's desk, and the case that answers for it here."""

    system = models.CharField(max_length=12)
    their_id = models.CharField(max_length=80)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="tickets")
    their_status = models.CharField(max_length=60, blank=True)
    their_updated_at = models.DateTimeField(null=True, help_text="An older word of theirs changes nothing.")
    url = models.CharField(max_length=300, blank=True)
    came_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["system", "their_id"], name="one_ticket_a_desk")]

    def __str__(self) -> str:
        return f"{self.system} {self.their_id}"


class DeskStatus(models.Model):
    """What a status of somebody else's desk means here; the first of a meaning is what we say back."""

    system = models.CharField(max_length=12)
    theirs = models.CharField(max_length=60)
    status = models.CharField(max_length=8, choices=[(s.value, s.value) for s in CaseStatus])
    outcome = models.CharField(max_length=12, blank=True, choices=[(o.value, o.value) for o in CaseOutcome])
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering: ClassVar = ["system", "position", "theirs"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["system", "theirs"], name="one_meaning_a_status")]

    def __str__(self) -> str:
        return f"{self.system} {self.theirs}"


class CalendarFeed(models.Model):
    """The calendar that somebody subscribed to. A new `nonce` makes the earlier address worthless."""

    person = models.OneToOneField("accounts.Person", on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=32)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar of person {self.person_id}"
