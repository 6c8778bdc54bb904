"""Programmes and their versions, invitations, responses and answers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.surveys.contracts import InvitationState, NotAskedReason, ProgrammeKind

REASON_NAMES = {
    NotAskedReason.UNKNOWN_CUSTOMER: _("The customer is not known"),
    NotAskedReason.NO_ADDRESS: _("No e-mail address"),
    NotAskedReason.ASKED_TO_STOP: _("The customer asked not to be asked"),
    NotAskedReason.ASKED_RECENTLY: _("Already asked recently"),
    NotAskedReason.TOO_LATE: _("The contact is too long ago"),
    NotAskedReason.PROGRAMME_STOPPED: _("The programme was stopped before it was due"),
}


class Programme(models.Model):
    """Who is asked what, when and how. A running programme follows its published version."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("programme", "Draft")
        RUNNING = "running", pgettext_lazy("programme", "Running")
        STOPPED = "stopped", pgettext_lazy("programme", "Stopped")

    code = models.SlugField(max_length=60, unique=True)
    name = models.JSONField(help_text="Words by language.")
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in ProgrammeKind])
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    running_since = models.DateTimeField(
        null=True, help_text="Interactions that ended over a day before this are not eligible."
    )

    def __str__(self) -> str:
        return self.code


class ProgrammeVersion(models.Model):
    """The rules and questions of a programme, never edited once published: answers keep the version they were given to.

    `channels` and `step_ids` are lists; an empty list means all. `questions` is a list of
    `{"kind": "net_easy", "wording": {"fr": ..., "en": ...}}` in the order asked.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    channels = models.JSONField(default=list)
    step_ids = models.JSONField(default=list)
    wait_minutes = models.PositiveIntegerField()
    valid_hours = models.PositiveIntegerField(help_text="How long the link may be answered.")
    quiet_days = models.PositiveSmallIntegerField(help_text="A customer is asked at most once in so many days.")
    message_channel = models.CharField(max_length=8, default="email")
    subject = models.JSONField(help_text="Words by language.")
    invitation = models.JSONField(help_text="Words by language.")
    questions = models.JSONField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["programme", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_version_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} v{self.number}"


class Invitation(models.Model):
    """One customer, one interaction, one programme, one decision: to be asked, or not and why."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="invitations")
    version = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, related_name="+")
    interaction = models.ForeignKey("journeys.Interaction", on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, null=True, related_name="+")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=9, choices=[(s.value, s.value) for s in InvitationState])
    reason = models.CharField(max_length=200, blank=True, help_text="A NotAskedReason, or why sending failed.")
    decided_at = models.DateTimeField()
    day = models.DateField(help_text="The day of the decision in the company's time zone.")
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    token = models.CharField(max_length=43, unique=True, help_text="Random; the public link holds it signed.")
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True, help_text="When the first question was answered or skipped.")
    reached = models.PositiveSmallIntegerField(default=0, help_text="The last question answered or skipped.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "interaction"], name="one_decision_an_interaction"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="invitation_due", condition=Q(state="planned")),
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


class OwnQuestion(models.Model):
    """A scored question of the company's own. Its scale never changes, or its answers would change their meaning."""

    code = models.CharField(max_length=40, unique=True)
    wording = models.JSONField(help_text="Words by language.")
    minimum = models.PositiveSmallIntegerField()
    maximum = models.PositiveSmallIntegerField()
    low_is_good = models.BooleanField(default=False)
    labels = models.JSONField(default=dict, help_text='Names of points: {"1": {"fr": ..., "en": ...}}.')
    created_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    retired = models.BooleanField(default=False, help_text="Asked no more; its answers stay.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(minimum__lt=models.F("maximum")), name="own_question_has_a_range"),
        ]

    def __str__(self) -> str:
        return self.code
