"""The code book of the organisation, in versions."""

from typing import ClassVar

from django.db import models


class BookVersion(models.Model):
    """One state of the code book. The one put in force last is in force; a draft is in force never yet.

    `themes` is the list of themes in their order, as `codebook.shape` writes them.
    """

    number = models.PositiveIntegerField(unique=True)
    is_draft = models.BooleanField(default=False)
    themes = models.JSONField()
    mark = models.CharField(max_length=40)
    note = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    in_force_since = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_draft"], name="one_draft_of_the_book", condition=models.Q(is_draft=True)
            ),
        ]

    def __str__(self) -> str:
        return f"code book {self.number}"
