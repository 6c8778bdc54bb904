"""Improvement plans, the units that join them, and their log."""

from typing import ClassVar

from django.db import models

from aisance.improvement.contracts import CauseFate, PlanStatus


class Plan(models.Model):
    """What is done about a cause, and the effect that is expected of it. `unit` is where it shall hold in the end.

    `size` is the effect expected, in the unit of the indicator as a fraction. `result` is what was measured when the
    plan was closed, as it was then. `at_random` says that the units that began were drawn; where Aisance drew them,
    `lot` keeps how: seed, units drawn among, and those left out with the reason. `cause` is what whoever leads the plan
    says became of its cause once the plan ended, in words that stand in the log.
    """

    title = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey("journeys.Reason", on_delete=models.PROTECT, null=True, related_name="+")
    theme = models.CharField(max_length=100, blank=True)
    indicator = models.CharField(max_length=60)
    only_reason = models.BooleanField(default=True)
    wanted = models.CharField(max_length=4, choices=[("up", "up"), ("down", "down")])
    size = models.FloatField(null=True)
    due = models.DateField(null=True)
    owner_name = models.CharField(max_length=120, blank=True)
    owner_team = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    at_random = models.BooleanField(default=False)
    lot = models.JSONField(null=True)
    cause = models.CharField(max_length=7, blank=True, db_default="", choices=[(f.value, f.value) for f in CauseFate])
    status = models.CharField(
        max_length=8, default=PlanStatus.PROPOSED, choices=[(s.value, s.value) for s in PlanStatus]
    )
    result = models.JSONField(default=dict)
    created_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-starts_on", "-pk"]

    def __str__(self) -> str:
        return f"plan {self.pk}"


class Pilot(models.Model):
    """A unit that begins before the others, from a day on."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="pilots")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    joins_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "unit"], name="a_unit_joins_a_plan_once"),
        ]

    def __str__(self) -> str:
        return f"unit {self.unit_id} in plan {self.plan_id}"


class PlanIdea(models.Model):
    """An idea that asked for what a plan does; whoever gave it is told once the cause is gone."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="ideas")
    idea = models.ForeignKey("advocacy.Idea", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "idea"], name="an_idea_asks_once_for_a_plan"),
        ]

    def __str__(self) -> str:
        return f"idea {self.idea_id} of plan {self.plan_id}"


class PlanEntry(models.Model):
    """What happened to a plan; never changed."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    words = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} of plan {self.plan_id}"
