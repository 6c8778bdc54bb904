"""Segments that people declare: a name, what it is for, and the conditions, version by version."""

from typing import ClassVar

from django.db import models


class Segment(models.Model):
    """A named choice of customers. Who is in it is computed when it is asked, never stored."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.JSONField(help_text="Words by language.")
    purpose = models.CharField(max_length=300, help_text="What it is used for, as the register of processing says it.")
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code


class SegmentVersion(models.Model):
    """What a segment meant from a moment on. `conditions` is `{"all": [...], "any": [...], "none": [...]}`."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    conditions = models.JSONField()
    author = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["segment", "number"], name="one_segment_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id} v{self.number}"
