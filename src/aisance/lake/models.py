"""What must be written again in the store, and which database the store was written from."""

import uuid
from typing import ClassVar

from django.db import models


class StaleDay(models.Model):
    """Rows of this day changed in place or were erased: the day must be read again from the database.

    Written in the transaction of the change, so that whoever sees the mark sees the change. More than one row a day
    does no harm.
    """

    fact = models.CharField(max_length=40)
    day = models.DateField()
    marked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.fact} {self.day}"


class StoreKey(models.Model):
    """The name of this database, one row. Files written from a database of another name are not ours: start over."""

    key = models.UUIDField(default=uuid.uuid4)
    only = models.BooleanField(default=True, unique=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(only=True), name="one_store_key")]

    def __str__(self) -> str:
        return str(self.key)
