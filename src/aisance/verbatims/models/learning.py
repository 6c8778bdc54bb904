"""What people corrected, and the models that learned from it."""

from typing import ClassVar

from django.db import models

from aisance.verbatims.models.texts import Verbatim


class Correction(models.Model):
    """One mention as somebody put it right: in this clause, this theme, this feeling; `after` null takes it out.

    A later one of the same clause and theme stands in place of an earlier one.
    """

    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, related_name="corrections", db_index=False)
    start = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()
    theme = models.CharField(max_length=95)
    before = models.SmallIntegerField(null=True, help_text="The feeling that was read; null: the theme was not found.")
    after = models.SmallIntegerField(null=True, help_text="The right feeling; null: the theme is not in this clause.")
    by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["verbatim", "start", "theme"], name="one_correction_a_clause_and_theme"),
        ]

    def __str__(self) -> str:
        return f"correction of {self.theme} in verbatim {self.verbatim_id}"


class LearnedModel(models.Model):
    """A linear model that learned from corrections, and how it did on those it never saw.

    `weights` holds numbers by hashed word and letters, no words; `report` says what it was compared with and what came
    of it. The one put in force last is in force; none in force means that the code book alone reads.
    """

    number = models.PositiveIntegerField(unique=True)
    weights = models.BinaryField()
    labels = models.PositiveIntegerField()
    report = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    in_force_since = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True, help_text="When somebody took it out of force, back to the one before.")

    def __str__(self) -> str:
        return f"learned model {self.number}"
