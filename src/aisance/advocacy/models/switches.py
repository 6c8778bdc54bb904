"""What a manager switches on."""

from django.db import models


class Switches(models.Model):
    """The one row of switches; all are off where there is none."""

    asks_by_rule = models.BooleanField(default=False)
    asks_a_day = models.PositiveSmallIntegerField(default=5)
    rule_ran_on = models.DateField(null=True)
    shows_ideas = models.BooleanField(default=False)
    takes_ideas = models.BooleanField(default=False)

    def __str__(self) -> str:
        return "switches of advocacy"
