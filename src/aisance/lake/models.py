"""What must be written again in the store."""

from django.db import models


class StaleMonth(models.Model):
    """Rows of this month changed in place or were erased: its files must be rebuilt from the database.

    Written in the transaction of the change. More than one row a month does no harm.
    """

    fact = models.CharField(max_length=40)
    month = models.PositiveIntegerField(help_text="202611")
    marked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.fact} {self.month}"
