"""What messages are for, and the words in which customers were told so."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Purpose(models.Model):
    """What customers are contacted for, or a ready-made one that was changed: it bears the same code."""

    class Kind(models.TextChoices):
        LEGAL = "legal", pgettext_lazy("purpose", "Duty: messages that the law asks for")
        SERVICE = "service", pgettext_lazy("purpose", "Service: messages about a contract or a request")
        SURVEY = "survey", pgettext_lazy("purpose", "Opinion: allowed until the customer says no")
        MARKETING = "marketing", pgettext_lazy("purpose", "Marketing: forbidden until the customer says yes")

    class Basis(models.TextChoices):
        CONSENT = "consent", pgettext_lazy("legal basis", "Consent")
        CONTRACT = "contract", pgettext_lazy("legal basis", "Contract")
        LEGAL_DUTY = "legal_duty", pgettext_lazy("legal basis", "Legal duty")
        LEGITIMATE_INTEREST = "interest", pgettext_lazy("legal basis", "Legitimate interest")

    code = models.SlugField(max_length=40, unique=True)
    name = models.JSONField(default=dict, help_text="Words by language.")
    words = models.JSONField(default=dict, help_text="What it means for the customer, by language.")
    kind = models.CharField(max_length=9, choices=Kind)
    legal_basis = models.CharField(max_length=10, choices=Basis)
    position = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(_("In use"), default=True)

    class Meta:
        ordering: ClassVar = ["position", "code"]

    def __str__(self) -> str:
        return self.code


class Notice(models.Model):
    """One version of what customers read or hear before they decide. Never changed: other words are another version."""

    purpose = models.CharField(max_length=40, help_text="The code of a purpose.")
    number = models.PositiveSmallIntegerField()
    text = models.JSONField(default=dict, help_text="Words by language.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the words, which the ledger holds.")
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["purpose", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["purpose", "number"], name="one_notice_a_number")]

    def __str__(self) -> str:
        return f"{self.purpose}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises TypeError for a notice that is stored already."""
        if not self._state.adding:
            raise TypeError("A notice is not changed: write another version.")
        super().save(*args, **kwargs)
