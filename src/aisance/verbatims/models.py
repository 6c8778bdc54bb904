"""Texts as they are kept for analysis, and what was found in them."""

from typing import ClassVar

from django.db import models

from aisance.verbatims.reading.book import Feeling
from aisance.verbatims.reading.reading import State


class Verbatim(models.Model):
    """One answer's words without what names a person, and how they were read.

    `book` is the mark of the code book they were read by. `feeling` is null where nothing could be read.
    """

    answer = models.OneToOneField("surveys.Answer", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=16, choices=[(state.value, state.value) for state in State])
    text = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    feeling = models.SmallIntegerField(null=True)
    masks = models.PositiveSmallIntegerField(default=0, help_text="How many names, numbers and addresses were masked.")
    book = models.CharField(max_length=40)
    day = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(feeling__in=[f.value for f in Feeling]), name="known_feeling"),
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="verbatim_day")]

    def __str__(self) -> str:
        return f"verbatim {self.pk}"


class Mention(models.Model):
    """One theme with a feeling in a verbatim; `start` and `end` are where its clause stands in the text."""

    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    theme = models.CharField(max_length=95)
    feeling = models.SmallIntegerField()
    probability = models.FloatField(help_text="How likely the feeling is, from 0 to 1, by the stage that read it.")
    start = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()
    day = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["verbatim", "theme", "feeling"], name="one_mention_a_theme_and_feeling"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["day"], name="mention_day"),
            models.Index(fields=["theme", "day"], name="mention_theme"),
        ]

    def __str__(self) -> str:
        return f"{self.theme} in verbatim {self.verbatim_id}"


class Reader(models.Model):
    """How far the answers are read: every one up to this number is, but for those whose questionnaire is not ended."""

    done_up_to = models.BigIntegerField(default=0)
    unended = models.JSONField(default=list)
    version = models.PositiveBigIntegerField(default=0, help_text="Grows with each portion that is written.")

    def __str__(self) -> str:
        return f"read up to {self.done_up_to}"
