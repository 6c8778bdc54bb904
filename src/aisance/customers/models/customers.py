"""Customers and their identifiers."""

from typing import ClassVar

from django.db import models

from aisance.customers.contracts import IdentifierKind


class Customer(models.Model):
    """A person or account known under one or more identifiers."""

    name = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=8, blank=True, help_text="fr, en, nl-be; empty where unknown.")
    segment = models.CharField(
        max_length=40, blank=True, db_default="", help_text="A code of the company's own, as professional."
    )
    created_at = models.DateTimeField()
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="parts",
        help_text="The row that stands for the person; empty where this one does. Always one level deep.",
    )
    restricted_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when what is known is kept, and used for nothing (GDPR, article 18)."
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], name="customer_restricted", condition=models.Q(restricted_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"customer {self.pk}"


class Identifier(models.Model):
    """One identifier of a customer, normalised; the same value never names two customers."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in IdentifierKind])
    value = models.CharField(max_length=254)
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "value"], name="one_customer_an_identifier"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of customer {self.customer_id}"
