"""Partners and sellers, what they are measured by, and the measures that files bring."""

from typing import ClassVar

from django.db import models


class Partner(models.Model):
    """Somebody who serves customers in the company's name. `units` hold the contacts that are theirs, if any do."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    units = models.ManyToManyField("accounts.Unit", through="PartnerUnit", related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.code


class PartnerUnit(models.Model):
    """A unit that holds contacts of a partner."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="places")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "unit"], name="a_partner_is_in_a_unit_once"),
        ]

    def __str__(self) -> str:
        return f"partner {self.partner_id} in unit {self.unit_id}"


class Criterion(models.Model):
    """What partners are measured by; `indicator` is empty where files bring the values."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    indicator = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=12)
    higher_is_better = models.BooleanField(default=True)
    watch = models.FloatField()
    act = models.FloatField()
    minimum_n = models.PositiveSmallIntegerField(default=20)
    set_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return self.code


class Measure(models.Model):
    """One visit, control or request of a partner and what it gave. `number` names it for ever with its criterion.

    `unit` is that of the partner where it happened; without one it is of the partner as a whole.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="measures")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=60)
    day = models.DateField()
    value = models.FloatField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "criterion", "number"], name="a_measure_counts_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["criterion", "day"], name="measure_of_a_criterion")]

    def __str__(self) -> str:
        return f"measure {self.number}"
