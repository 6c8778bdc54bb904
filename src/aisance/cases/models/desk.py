"""What the desk keeps: reply templates, and what colleagues were asked."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from aisance.cases.contracts import CaseOutcome


class ReplyTemplate(models.Model):
    """Words to begin a reply with. `[words in brackets]` are for whoever writes to fill in before it may go.

    `{customer}`, `{advisor}` and `{case}` fill themselves in. `outcome` and `reason` say for what it was written; empty
    for anything.
    """

    name = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    outcome = models.CharField(max_length=12, blank=True, choices=[(o.value, o.value) for o in CaseOutcome])
    reason = models.ForeignKey("journeys.Reason", on_delete=models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=120, blank=True)
    body = models.TextField()
    is_retired = models.BooleanField(default=False)
    uses = models.PositiveIntegerField(default=0, help_text="How many messages were begun with it, and sent.")
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name", "language"], condition=Q(is_retired=False), name="one_reply_template_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ColleagueQuestion(models.Model):
    """A question to a colleague stands in their list until they answered it, whatever unit the case belongs to."""

    entry = models.OneToOneField("cases.CaseEntry", on_delete=models.CASCADE, related_name="question")
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "asked_at"], condition=Q(answered_at__isnull=True), name="questions_open"),
        ]

    def __str__(self) -> str:
        return f"question {self.entry_id} to person {self.person_id}"
