"""What people decided about figures: scorecards, own indicators, weightings, moments; and what drifted."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from aisance.indicators.contracts import Status


class Scorecard(models.Model):
    """Up to four indicators, in order, that a person sees first."""

    person = models.OneToOneField("accounts.Person", on_delete=models.CASCADE, related_name="+")
    indicators = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"scorecard of person {self.person_id}"


class OwnIndicator(models.Model):
    """An indicator that a manager defined. What it is stands in its versions."""

    code = models.SlugField(max_length=60, unique=True)
    created_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class OwnVersion(models.Model):
    """One version of an own indicator. A draft may be edited; an approved one never is: a change is a new version.

    `parts` is a list of `{"question": ..., "scale": ..., "values": {"1": 0.0, ...}, "weight": 1.0}`; texts are words
    by language. `starts_on` is the first day of its series; null for the first version, whose series has no beginning.
    """

    indicator = models.ForeignKey(OwnIndicator, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=8, default=Status.DRAFT, choices=[(s.value, s.value) for s in Status])
    title = models.JSONField()
    description = models.JSONField(default=dict)
    strength = models.JSONField(default=dict)
    weakness = models.JSONField(default=dict)
    owner = models.CharField(max_length=100, blank=True)
    measure = models.CharField(max_length=8, choices=[(m, m) for m in ("score", "share", "mean")])
    parts = models.JSONField()
    kind = models.CharField(max_length=8, default="hot")
    minimum_n = models.PositiveSmallIntegerField(default=10)
    higher_is_better = models.BooleanField(default=True)
    starts_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True, help_text="When it was approved or retired.")
    decided_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "number"], name="one_definition_a_number"),
            models.UniqueConstraint(fields=["indicator"], condition=Q(status="draft"), name="one_draft_an_indicator"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} v{self.number}"


class Weighting(models.Model):
    """Declared targets by which answers are weighted: `{"channel": {"phone": 0.6, "chat": 0.4}, ...}` by code.

    With one dimension it is post-stratification, with several raking. Instead of shares a dimension may hold
    "eligible": its targets are then the shares among all contacts of the same days and units.
    """

    code = models.SlugField(max_length=60, unique=True)
    name = models.JSONField(help_text="Words by language.")
    targets = models.JSONField()
    least = models.FloatField(default=0.2, help_text="Weights are trimmed to lie between these two.")
    most = models.FloatField(default=5.0)
    created_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class Moment(models.Model):
    """What a manager marked on a step of a journey: a moment of truth, of delight or of annoyance, and why."""

    class Kind(models.TextChoices):
        TRUTH = "truth", "truth"
        DELIGHT = "delight", "delight"
        ANNOYANCE = "annoyance", "annoyance"

    step = models.ForeignKey("journeys.Step", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    words = models.CharField(max_length=200)
    marked_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["step", "kind", "words"], name="one_moment_a_sentence"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at step {self.step_id}"


class Drift(models.Model):
    """A week in which an indicator left what was to be expected, as it was found; never changed afterwards."""

    indicator = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("accounts.Unit", on_delete=models.CASCADE, related_name="+")
    week = models.DateField(help_text="Its Monday.")
    n = models.PositiveIntegerField()
    value = models.FloatField()
    expected = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    direction = models.CharField(max_length=5, choices=[("above", "above"), ("below", "below")])
    found_at = models.DateTimeField()
    seen_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "version", "unit", "week"], name="one_drift_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} in the week of {self.week}"


class Bonus(models.Model):
    """Somebody's pay depends on a score: a unit's or, where `advisor` is given, that of one advisor of the unit.

    An empty `indicator` stands for every score. Marks are set and taken away, never edited.
    """

    unit = models.ForeignKey("accounts.Unit", on_delete=models.CASCADE, related_name="+")
    advisor = models.ForeignKey("accounts.Advisor", on_delete=models.CASCADE, null=True, related_name="+")
    indicator = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=200, blank=True, help_text="What is paid for, as whoever marked it put it.")
    marked_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "advisor", "indicator"], name="one_bonus_an_advisor"),
            models.UniqueConstraint(
                fields=["unit", "indicator"], condition=Q(advisor__isnull=True), name="one_bonus_a_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"bonus on {self.indicator or 'every score'} in unit {self.unit_id}"
