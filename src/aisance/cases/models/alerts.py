"""Alert rules, and what they decided about each answer."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from aisance.cases.contracts import Weighed


class AlertRule(models.Model):
    """When an answer opens a case: all conditions must hold. The first rule that does gives the case its source.

    `conditions` maps a kind of condition to its terms, as `{"score": {"question": "nps", "most": 6}}`; see
    `alerts.conditions`. The deadline counts working hours of the case's unit.
    """

    code = models.SlugField(max_length=60, unique=True)
    name = models.JSONField(help_text="Words by language.")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    conditions = models.JSONField(default=dict)
    deadline_hours = models.FloatField()
    stake = models.FloatField(help_text="What it adds to what is lost if the case waits, in points.")
    skill = models.CharField(max_length=40, blank=True)
    is_on = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=100)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.code


class Weighing(models.Model):
    """The one decision about an answer: a case and why, or none and why. A later reading of its words may change it."""

    response = models.OneToOneField("surveys.Response", on_delete=models.CASCADE, related_name="+")
    decision = models.CharField(max_length=8, choices=[(d.value, d.value) for d in Weighed])
    reason = models.CharField(max_length=40, blank=True, help_text="Why not, by code; empty where there is a case.")
    rules = models.JSONField(default=list, help_text="The codes of the rules that held, in their order.")
    case = models.ForeignKey("cases.Case", on_delete=models.SET_NULL, null=True, related_name="weighings")
    weighed_at = models.DateTimeField()
    words_read = models.BooleanField(default=False, help_text="Whether what was written was read by then.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(decision__in=[d.value for d in Weighed]), name="known_weighing"),
        ]
        indexes: ClassVar = [models.Index(fields=["weighed_at"], name="weighing_at")]

    def __str__(self) -> str:
        return f"{self.decision} for response {self.response_id}"


class AlertMark(models.Model):
    """How far answers are weighed: every response up to this number is, but for those that are not ended."""

    done_up_to = models.BigIntegerField(default=0)
    unended = models.JSONField(default=list)
    version = models.PositiveBigIntegerField(default=0, help_text="Grows with each portion that is weighed.")

    def __str__(self) -> str:
        return f"weighed up to {self.done_up_to}"
