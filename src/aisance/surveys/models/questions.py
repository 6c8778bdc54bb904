"""Questions of a company's own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


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
