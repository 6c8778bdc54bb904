"""Programmes and their versions."""

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from aisance.surveys.contracts import PROGRAMME_KINDS


class Programme(models.Model):
    """Who is asked what, when and how. A running programme follows its published version."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("programme", "Draft")
        RUNNING = "running", pgettext_lazy("programme", "Running")
        STOPPED = "stopped", pgettext_lazy("programme", "Stopped")

    code = models.SlugField(max_length=60, unique=True)
    name = models.JSONField(help_text="Words by language.")
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in PROGRAMME_KINDS])
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    family = models.SlugField(max_length=60, blank=True, help_text="Programmes of one family share rules of pressure.")
    anonymous = models.BooleanField(default=False, help_text="Its responses keep no link to a customer or a contact.")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    running_since = models.DateTimeField(
        null=True, help_text="Interactions that ended over a day before this are not eligible."
    )

    def __str__(self) -> str:
        return self.code


class ProgrammeVersion(models.Model):
    """The rules and questions of a programme, never edited once published: answers keep the version they were given to.

    `channels` and `step_ids` are lists; an empty list means all. `audience` narrows further, by code and again empty
    for all: `{"reasons": [], "outcomes": [], "units": [], "languages": [], "segments": []}`. `questions` is a list of
    items as `{"kind": "net_easy", "wording": {"fr": ..., "en": ...}}` in the order asked: a copy of the questionnaire's
    version where one was taken. `quotas` bounds the answers of a calendar month by stratum, `{"unit": {"paris": 200}}`,
    a stratum being a unit with those below, a channel, a reason with those below or a language; `hours` says when
    messages may leave in the customer's own zone, `{"days": [1, 2, 3, 4, 5], "from": "09:00", "to": "20:00", "zone":
    "Europe/Paris"}`, empty for always, the zone standing for customers whose own is not known; `reminders` holds
    `{"after_hours": 72, "route": "sms", "subject": {"fr": ..., "en": ...}}`; `routes` are message channels in the order
    tried; `pilot` is `{"units": ["paris"], "ramp": [{"from": "2026-12-01", "percent": 50}]}`, empty for everywhere.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    channels = models.JSONField(default=list)
    step_ids = models.JSONField(default=list)
    wait_minutes = models.PositiveIntegerField()
    valid_hours = models.PositiveIntegerField(help_text="How long the link may be answered.")
    quiet_days = models.PositiveSmallIntegerField(help_text="A customer is asked at most once in so many days.")
    message_channel = models.CharField(max_length=8, default="email")
    audience = models.JSONField(default=dict)
    rate_percent = models.PositiveSmallIntegerField(default=100, help_text="The share of those eligible to be asked.")
    quotas = models.JSONField(default=dict)
    daily_cap = models.PositiveIntegerField(null=True, help_text="Invitations a day at most; null for no limit.")
    hours = models.JSONField(default=dict)
    reminders = models.JSONField(default=list)
    routes = models.JSONField(default=list, help_text="Empty stands for the one message channel.")
    pilot = models.JSONField(default=dict)
    questionnaire_version = models.ForeignKey(
        "surveys.QuestionnaireVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
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
