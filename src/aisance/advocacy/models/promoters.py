"""Who was pleased when: what the list of happy customers is read from."""

from typing import ClassVar

from django.db import models


class Pleased(models.Model):
    """A response with a 9 or a 10 on recommending and words beside it that are read as pleased; kept by events.

    A list over all answers would be counted anew on every look. `person` is the record that stands for the person, and
    follows when records turn out to be one. What is set apart or restricted is left out when it is read.
    """

    response = models.OneToOneField("surveys.Response", on_delete=models.CASCADE, related_name="+")
    answer = models.ForeignKey("surveys.Answer", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    score = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "at", "unit"], name="pleased_persons")]

    def __str__(self) -> str:
        return f"pleased in response {self.response_id}"
