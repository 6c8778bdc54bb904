"""When a unit works, and what its people know."""

from typing import ClassVar

from django.db import models


class WorkingHours(models.Model):
    """The hours of a unit, which those below it inherit.

    `week` maps a day, "0" for Monday, to intervals `["09:00", "12:30"]`; one that ends at or before its beginning ends
    the next day, and "24:00" is midnight. `closed_days` are days of the unit's own, as ["2026-12-24"].
    """

    unit = models.OneToOneField("accounts.Unit", on_delete=models.CASCADE, related_name="+")
    zone = models.CharField(max_length=60, help_text="As Europe/Paris.")
    week = models.JSONField(default=dict)
    country = models.CharField(max_length=2, blank=True, help_text="Whose public holidays are closed, as FR.")
    region = models.CharField(max_length=12, blank=True, help_text="A part of the country with holidays of its own.")
    closed_days = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"hours of unit {self.unit_id}"


class WorkProfile(models.Model):
    """What somebody works on, and until when they are away. Empty lists: anything, in their own language."""

    person = models.OneToOneField("accounts.Person", on_delete=models.CASCADE, related_name="+")
    skills = models.JSONField(default=list, help_text="Words a supervisor gives, as billing.")
    languages = models.JSONField(default=list)
    most_open = models.PositiveSmallIntegerField(null=True, help_text="So many open cases at most; null for no limit.")
    away_until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["away_until"], name="people_away")]

    def __str__(self) -> str:
        return f"work of person {self.person_id}"
