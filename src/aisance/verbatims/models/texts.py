"""Texts as they are kept for analysis, and what was found in them."""

from typing import ClassVar

from django.db import models

from aisance.verbatims.contracts import Feeling, Flag
from aisance.verbatims.reading.reading import State
from aisance.verbatims.rules import BITS

CONTRADICTION_BIT = BITS[Flag.CONTRADICTION]  # the highest bit: at least this number says that it is set


class Verbatim(models.Model):
    """One answer's words without what names a person, and how they were read.

    `book` is the mark of the code book they were read by, `model` the number of the learned model that helped (0:
    none), `encoder` the mark of the encoder of the deep stage, empty before it. `feeling` is null where nothing could
    be read. `flags` holds bits: see `rules.BITS`.
    """

    answer = models.OneToOneField("surveys.Answer", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=16, choices=[(state.value, state.value) for state in State])
    text = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    feeling = models.SmallIntegerField(null=True)
    masks = models.PositiveSmallIntegerField(default=0, help_text="How many names, numbers and addresses were masked.")
    book = models.CharField(max_length=40)
    model = models.PositiveIntegerField(default=0, db_default=0)
    encoder = models.CharField(max_length=40, blank=True, db_default="")
    flags = models.PositiveIntegerField(default=0, db_default=0)
    intensity = models.PositiveSmallIntegerField(default=0, db_default=0)
    day = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(feeling__in=[f.value for f in Feeling]), name="known_feeling"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["day"], name="verbatim_day"),
            # What the deep stage and a new book have still to read, newest first.
            models.Index(fields=["encoder", "-id"], name="verbatim_encoder"),
            models.Index(fields=["book", "model", "-id"], name="verbatim_book"),
            models.Index(
                fields=["day"], name="verbatim_contradiction", condition=models.Q(flags__gte=CONTRADICTION_BIT)
            ),
        ]

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


class Vectors(models.Model):
    """The sentence vectors of a verbatim's clauses, which go with it: a vector of words is personal as words are.

    `places` holds [start, end] of each clause in the text; `data` their vectors as bytes, 1 a dimension, scaled so that
    the unit vector's parts times 127 are kept.
    """

    verbatim = models.OneToOneField(Verbatim, on_delete=models.CASCADE, primary_key=True, related_name="vectors")
    encoder = models.CharField(max_length=40)
    places = models.JSONField()
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"vectors of verbatim {self.verbatim_id}"


class Revision(models.Model):
    """One change of what was read in a verbatim: by which stage, and the feeling and mentions before and after."""

    class Stage(models.TextChoices):
        """What changed it."""

        DEEP = "deep"
        BOOK = "book"
        HAND = "hand"

    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, related_name="revisions")
    stage = models.CharField(max_length=8, choices=Stage)
    by = models.CharField(max_length=60, help_text="The marks of book, model and encoder that read it.")
    before = models.JSONField()
    after = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.stage} revision of verbatim {self.verbatim_id}"
