"""Which indicators a person has chosen to steer by."""

from django.db import models


class Scorecard(models.Model):
    """Up to four indicators, in order, that a person sees first."""

    person = models.OneToOneField("accounts.Person", on_delete=models.CASCADE, related_name="+")
    indicators = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"scorecard of person {self.person_id}"
