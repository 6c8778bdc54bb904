"""Waves of a barometer."""

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy


class Wave(models.Model):
    """One round of a cold programme: a stratified sample of customers, drawn once, asked the same questions.

    `strata` holds, by stratum, how many customers there are, how many were drawn and the weight of each:
    `{"fr/mobile": {"size": 8120, "drawn": 210, "weight": 38.67}}`. `seed` makes the draw repeatable.
    """

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("wave", "Planned")
        DRAWN = "drawn", pgettext_lazy("wave", "Drawn")
        OVER = "over", pgettext_lazy("wave", "Over")

    programme = models.ForeignKey("surveys.Programme", on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    precision = models.FloatField(help_text="Half of the wanted interval, in points of the main figure.")
    expected_rate = models.FloatField(help_text="The share of those asked who are thought to answer.")
    sample_size = models.PositiveIntegerField()
    variance = models.FloatField(
        default=1.0, help_text="Of one answer of the main figure: 1 for a net score, 0.25 for a share, at most."
    )
    minimum = models.PositiveIntegerField(default=0, help_text="Customers drawn in each stratum at least.")
    stratify_by = models.JSONField(default=list, help_text="Names of customer attributes, as language or segment.")
    strata = models.JSONField(default=dict)
    again_subject = models.JSONField(
        default=dict, help_text="The subject, by language, for those who did not answer the wave before; or empty."
    )
    seed = models.PositiveBigIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["programme", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "number"], name="one_wave_a_number")]

    def __str__(self) -> str:
        return f"wave {self.number} of programme {self.programme_id}"
