"""What people of staff are told by mail about a case, besides its deadline."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from aisance.cases.contracts import Topic


class DeskNotice(models.Model):
    """One thing of which one person is told by mail, once: `key` names both. Before `next_try_at` nothing leaves."""

    key = models.CharField(max_length=120, unique=True)
    topic = models.CharField(max_length=12, choices=[(t.value, t.value) for t in Topic])
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    gesture = models.ForeignKey("cases.Gesture", on_delete=models.CASCADE, null=True, related_name="+")
    due_at = models.DateTimeField(null=True, help_text="The deadline it is about; empty for none.")
    told_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True, help_text="Null once nothing more is to be tried.")
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="desk_notices_to_mail"),
        ]

    def __str__(self) -> str:
        return self.key
