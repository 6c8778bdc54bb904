"""Samples that two people code, each without seeing the other's."""

from typing import ClassVar

from django.db import models

from aisance.verbatims.models.texts import Verbatim


class Sample(models.Model):
    """Clauses drawn at random to be coded by hand."""

    language = models.CharField(max_length=8, blank=True)
    seed = models.PositiveIntegerField()
    made_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sample {self.pk}"


class SampledClause(models.Model):
    """One clause of a sample: a stretch of a verbatim."""

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="clauses")
    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"clause {self.pk} of sample {self.sample_id}"


class Coding(models.Model):
    """What one person read in a clause of a sample: codes of themes, and a feeling."""

    clause = models.ForeignKey(SampledClause, on_delete=models.CASCADE, related_name="codings", db_index=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    themes = models.JSONField(default=list)
    feeling = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clause", "person"], name="one_coding_a_clause_and_person"),
        ]

    def __str__(self) -> str:
        return f"coding of clause {self.clause_id}"
