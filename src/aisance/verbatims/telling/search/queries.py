"""Texts that hold all words of a question, or mean them; the best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.models import Q, QuerySet

from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.verbatims.codebook.queries import book_in_force
from aisance.verbatims.models import Mention, SearchIndex, SearchWord, Verbatim
from aisance.verbatims.reading.reading import State
from aisance.verbatims.telling.held import Chosen, units_seen
from aisance.verbatims.telling.quotes import texts_of
from aisance.verbatims.telling.search.fusing import fused
from aisance.verbatims.telling.search.grouping import Hit, hits
from aisance.verbatims.telling.search.meaning import MOST_LOOKED_UP, NEAREST, nearest
from aisance.verbatims.telling.search.words import Asked, asked

SETTLED = timedelta(minutes=1)
LISTED = 10_000
"""So many texts are listed, as many as a file holds; the count is of all."""


@dataclass(frozen=True)
class Found:
    """What was looked for, and the texts that answer.

    `texts` hold every word, the newest first. `near` are the numbers of others that mean it, the nearest first, where
    near meaning was asked for; `by_vectors` says whether the deep stage told them apart, or the themes of words alone.
    `order` is every number, what stands high in several lists first; null where nothing was asked.
    """

    words: tuple[Asked, ...]
    texts: QuerySet[Verbatim]
    near: tuple[int, ...] = ()
    by_vectors: bool = False
    order: tuple[int, ...] | None = None

    @property
    def every(self) -> QuerySet[Verbatim]:
        """The texts that hold the words and those that mean them, the newest first."""
        if self.order is None:
            return self.texts
        rows = Verbatim.objects.filter(pk__in=self.order).select_related("answer__response__unit")
        return rows.order_by("-day", "-pk")

    @cached_property
    def hits(self) -> list[Hit]:
        """The texts in their order, those of the same words as one; of the first ten thousand."""
        columns = ("pk", "day", "text")
        if self.order is None:
            return hits(self.texts.values_list(*columns)[:LISTED])
        order = self.order[:LISTED]
        rows = Verbatim.objects.filter(pk__in=order).values_list(*columns)
        by_number = {row[0]: row for row in rows}
        return hits(by_number[pk] for pk in order if pk in by_number)

    def rows(self, some: Sequence[Hit]) -> list[tuple[Verbatim, Hit]]:
        """The newest text of each of these hits."""
        rows = Verbatim.objects.select_related("answer__response__unit").in_bulk([hit.pk for hit in some])
        return [(rows[hit.pk], hit) for hit in some if hit.pk in rows]


def search(viewer: Viewer, chosen: Chosen, question: str, *, near: bool = True) -> Found:
    """The texts of a choice that answer a question. Without a word that says something: all, the newest first.

    With `near`, so do texts whose vectors lie near the question's, in either language, and those that speak of a theme
    that its words mean: "remboursement" finds "I want my money back".
    """
    words = tuple(asked(question, book_in_force()))
    among = texts_of(viewer, chosen)
    rarest = sorted(words, key=_holding)
    holding = _all_of(among, [_holds(word) for word in rarest])
    if not words or not near:
        return Found(words, holding)
    exact = list(holding.values_list("pk", flat=True))
    units = units_seen(viewer, chosen.unit)
    meaning = nearest(question, among, start=chosen.start, end=chosen.end, units=units)
    themed = _all_of(among, [_means(word) for word in rarest]).exclude(pk__in=holding.values("pk").order_by())
    order = fused(exact, meaning or [], _newest_different(themed))
    known = set(exact)
    others = tuple(pk for pk in order if pk not in known)
    return Found(words, holding, others, meaning is not None, tuple(order))


def _newest_different(texts: QuerySet[Verbatim]) -> list[int]:
    """The newest texts up to the hundredth that says something else than those before."""
    found: list[int] = []
    different: set[str] = set()
    for pk, text in texts.values_list("pk", "text")[:MOST_LOOKED_UP]:
        different.add(text)
        if len(different) > NEAREST:
            break
        found.append(pk)
    return found


def _all_of(texts: QuerySet[Verbatim], conditions: Sequence[Q]) -> QuerySet[Verbatim]:
    for condition in conditions:
        texts = texts.filter(condition)
    return texts


def _holding(word: Asked) -> int:
    return SearchWord.objects.filter(word__in=word.numbers).count()


def _holds(word: Asked) -> Q:
    """The texts that hold a word in any form."""
    return Q(pk__in=SearchWord.objects.filter(word__in=word.numbers).values("verbatim_id"))


def _means(word: Asked) -> Q:
    """The texts that hold a word, or mention a theme that means it."""
    if not word.themes:
        return _holds(word)
    return _holds(word) | Q(pk__in=Mention.objects.filter(theme__in=word.themes).values("verbatim_id"))


def waiting_to_be_found() -> int:
    """How many texts are not indexed yet; 0 where those that wait are only the last ones."""
    mark = SearchIndex.objects.values_list("done_up_to", flat=True).first() or 0
    waiting = Verbatim.objects.filter(pk__gt=mark)
    behind = waiting.exclude(pk__in=SearchWord.objects.filter(verbatim_id__gt=mark).values("verbatim_id"))
    return behind.filter(state=State.READ, recorded_at__lt=clock.now() - SETTLED).count()
