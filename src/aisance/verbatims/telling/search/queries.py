"""Texts that hold all words of a question, or mean them; the best first."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet

from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.verbatims.codebook.queries import book_in_force
from aisance.verbatims.models import Mention, SearchIndex, SearchWord, Verbatim
from aisance.verbatims.reading.reading import State
from aisance.verbatims.telling.held import Chosen
from aisance.verbatims.telling.quotes import texts_of
from aisance.verbatims.telling.search.words import Asked, asked

SETTLED = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked for, and the texts: those that hold every word first, then those that mean it."""

    words: tuple[Asked, ...]
    texts: QuerySet[Verbatim]


def search(viewer: Viewer, chosen: Chosen, question: str, *, near: bool = True) -> Found:
    """The texts of a choice that answer a question, the newest first. Without a word that says something: all.

    With `near`, a word is answered as well by a theme that means it: "remboursement" finds "I want my money back".
    """
    words = tuple(asked(question, book_in_force()))
    texts = texts_of(viewer, chosen)
    rarest = sorted(words, key=_holding)
    for word in rarest:
        texts = texts.filter(_answering(word, near=near))
    return Found(words, texts)


def _holding(word: Asked) -> int:
    return SearchWord.objects.filter(word__in=word.numbers).count()


def _answering(word: Asked, *, near: bool) -> Q:
    """The texts that hold a word in any form or, when near meaning is asked for, mention a theme that means it."""
    holding = Q(pk__in=SearchWord.objects.filter(word__in=word.numbers).values("verbatim_id"))
    if not near or not word.themes:
        return holding
    return holding | Q(pk__in=Mention.objects.filter(theme__in=word.themes).values("verbatim_id"))


def waiting_to_be_found() -> int:
    """How many texts are not indexed yet; 0 where those that wait are only the last ones."""
    mark = SearchIndex.objects.values_list("done_up_to", flat=True).first() or 0
    waiting = Verbatim.objects.filter(pk__gt=mark)
    behind = waiting.exclude(pk__in=SearchWord.objects.filter(verbatim_id__gt=mark).values("verbatim_id"))
    return behind.filter(state=State.READ, recorded_at__lt=clock.now() - SETTLED).count()
