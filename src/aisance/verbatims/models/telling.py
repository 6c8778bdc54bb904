"""What is kept so that words can be searched, contradictions be done with, and calls of a language model be traced."""

from typing import ClassVar

from django.db import models

from aisance.verbatims.models.texts import Verbatim


class SearchWord(models.Model):
    """One base form in one verbatim, as a number: a digest of the word, so that no word is kept a second time."""

    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, related_name="search_words", db_index=False)
    word = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["word", "verbatim"], name="one_search_word_a_verbatim"),
        ]
        indexes: ClassVar = [models.Index(fields=["verbatim", "word"], name="search_words_of_verbatim")]

    def __str__(self) -> str:
        return f"word {self.word} of verbatim {self.verbatim_id}"


class SearchIndex(models.Model):
    """How far verbatims are indexed for search: every one up to this number is.

    `forms` is the mark of the word forms that index today; texts up to `old_up_to` still hold those of before.
    """

    done_up_to = models.BigIntegerField(default=0)
    forms = models.CharField(max_length=40, blank=True, db_default="")
    old_up_to = models.BigIntegerField(default=0, db_default=0)

    def __str__(self) -> str:
        return f"indexed up to {self.done_up_to}"


class SeenContradiction(models.Model):
    """Somebody looked at words that say the opposite of their score, and what they made of it."""

    class Outcome(models.TextChoices):
        """What was found."""

        FOLLOWED_UP = "followed_up"
        THANKED = "thanked"
        SCALE_READ_UPSIDE_DOWN = "upside_down"
        READ_WRONG = "read_wrong"

    verbatim = models.OneToOneField(Verbatim, on_delete=models.CASCADE, primary_key=True, related_name="seen")
    outcome = models.CharField(max_length=16, choices=Outcome)
    by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"contradiction of verbatim {self.verbatim_id}: {self.outcome}"


class ModelCall(models.Model):
    """One call of the language model: what for, how much, and what came of it. No words are kept."""

    purpose = models.CharField(max_length=16)
    model = models.CharField(max_length=120)
    tokens = models.PositiveIntegerField(default=0)
    texts = models.PositiveSmallIntegerField(default=0)
    kept_quotes = models.PositiveSmallIntegerField(default=0)
    dropped_quotes = models.PositiveSmallIntegerField(default=0, help_text="That stood in no text word for word.")
    outcome = models.CharField(max_length=16)
    seconds = models.FloatField(default=0)
    by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="model_call_at")]

    def __str__(self) -> str:
        return f"{self.purpose} by {self.model}: {self.outcome}"
