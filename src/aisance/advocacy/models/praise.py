"""Praise of staff in customers' words."""

from typing import ClassVar

from django.db import models


class Praise(models.Model):
    """An answer that praises the people who helped. The words themselves stay where they are read, without names."""

    answer = models.OneToOneField("surveys.Answer", on_delete=models.CASCADE, related_name="+")
    advisor = models.ForeignKey("accounts.Advisor", on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(help_text="When the customer answered.")
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    hidden_because = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["at"], name="praise_at"),
            models.Index(fields=["advisor", "at"], name="praise_of_advisor"),
        ]

    def __str__(self) -> str:
        return f"praise {self.pk}"
