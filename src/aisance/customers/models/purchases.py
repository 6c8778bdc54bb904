"""What customers bought and when they came: the two histories by which segments choose."""

from typing import ClassVar

from django.db import models


class Purchase(models.Model):
    """One order as its source tells it. A return is a purchase of a negative amount."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="purchases")
    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=120)
    order_number = models.CharField(max_length=60, blank=True, db_index=True)
    at = models.DateTimeField()
    day = models.DateField(db_index=True)
    amount_minor = models.BigIntegerField(help_text="In the smallest unit of the currency, as cents.")
    currency = models.CharField(max_length=3)
    quantity = models.PositiveIntegerField(null=True)
    place = models.CharField(max_length=60, blank=True, help_text="A shop or a channel of sale, by its code.")
    import_run = models.ForeignKey("customers.ImportRun", on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "external_id"], name="one_purchase_an_external_id"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id}"


class Visit(models.Model):
    """One time that a customer came: to a shop, the site, the application."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="visits")
    source = models.CharField(max_length=60)
    external_id = models.CharField(max_length=120)
    at = models.DateTimeField()
    day = models.DateField(db_index=True)
    place = models.CharField(max_length=60, blank=True, help_text="Where: a shop, the site, by its code.")
    import_run = models.ForeignKey("customers.ImportRun", on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "external_id"], name="one_visit_an_external_id"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id}"
