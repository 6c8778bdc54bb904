"""Responses and their answers."""

from typing import ClassVar

from django.db import models

from aisance.surveys.contracts import ProgrammeKind
from aisance.surveys.models.invitations import Invitation
from aisance.surveys.models.programmes import ProgrammeVersion


class Response(models.Model):
    """A questionnaire as one customer filled it, here or elsewhere; `source` and `external_id` then come from there."""

    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=120)
    invitation = models.OneToOneField(Invitation, on_delete=models.SET_NULL, null=True, related_name="response")
    version = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(
        max_length=8, default=ProgrammeKind.HOT, choices=[(k.value, k.value) for k in ProgrammeKind]
    )
    interaction = models.ForeignKey("journeys.Interaction", on_delete=models.SET_NULL, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.SET_NULL, null=True, related_name="+")
    channel = models.CharField(max_length=10, blank=True)
    step = models.ForeignKey("journeys.Step", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.ForeignKey("journeys.Reason", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    advisor = models.ForeignKey(
        "accounts.Advisor", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    link = models.ForeignKey("surveys.OpenLink", on_delete=models.PROTECT, null=True, related_name="+")
    collected_by = models.CharField(
        max_length=8,
        blank=True,
        db_default="",
        help_text="By what it was given: email, sms, link, kiosk, widget, ivr, paper, social.",
    )
    set_apart = models.CharField(
        max_length=40,
        blank=True,
        db_default="",
        help_text="Why it counts in no figure: burst, bot, tried twice. Reversible.",
    )
    set_apart_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=8, blank=True)
    answered_at = models.DateTimeField(help_text="When the first answer was given.")
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "external_id"], name="one_response_an_external_id"),
        ]
        indexes: ClassVar = [models.Index(fields=["answered_at"], name="response_answered")]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id}"


class Answer(models.Model):
    """One question's answer. A skipped question has none. `day` is the response's day in the company's time zone."""

    # No index of its own: the constraint below begins with it.
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers", db_index=False)
    question = models.CharField(max_length=40, help_text="A QuestionKind, or the code of an own question.")
    scale = models.CharField(max_length=44, blank=True)
    score = models.SmallIntegerField(null=True)
    text = models.TextField(blank=True)
    value = models.JSONField(null=True, help_text="What choices, rankings, numbers, dates and consents hold.")
    day = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["response", "question"], name="one_answer_a_question"),
        ]
        # The store reads the days again that changed.
        indexes: ClassVar = [models.Index(fields=["day"], name="answer_day")]

    def __str__(self) -> str:
        return f"{self.question} of response {self.response_id}"
