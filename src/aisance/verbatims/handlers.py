"""Reactions to what happens to the answers whose words were read."""

from datetime import date

from aisance.core.events import handles
from aisance.lake.public import mark_stale
from aisance.surveys.contracts import ResponsesSorted, WordsChanged
from aisance.verbatims.services.forgetting import FACTS, forget_changed


@handles(ResponsesSorted)
def count_again(event: ResponsesSorted) -> None:
    """The words of a response that is set apart count in no figure either, and again once it is back."""
    for fact in FACTS:
        mark_stale(fact, {date.fromisoformat(day) for day in event.days})


@handles(WordsChanged)
def read_anew(event: WordsChanged) -> None:
    """Words were read while their questionnaire was not ended, and are others now."""
    forget_changed(event.answer_ids, {date.fromisoformat(day) for day in event.days})
