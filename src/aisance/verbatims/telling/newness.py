"""What emerges in the texts of a choice: counts of words by source, from the index of search."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from aisance.core.permissions import Viewer
from aisance.verbatims.models import SearchWord, Verbatim
from aisance.verbatims.reading.reading import State
from aisance.verbatims.telling.emerging import Body, Term, emerging
from aisance.verbatims.telling.held import Chosen
from aisance.verbatims.telling.quotes import texts_of
from aisance.verbatims.telling.search.words import telling_numbers

BEFORE_TIMES = 3
"""What is new is told against so many times as many days before."""
SOURCE = ("answer__response__channel", "language")
"""What a source is: a channel and a language, so that a channel that opens brings no new words."""
RARE = 3


@dataclass(frozen=True, slots=True)
class News:
    """A term that emerges, the base form as a word, and texts of this period that hold it, the newest first."""

    term: Term
    word: str
    examples: tuple[Verbatim, ...]


def news_of(viewer: Viewer, chosen: Chosen, before: Chosen, *, most: int = 12) -> list[News]:
    """The words that are written more often in a choice than before, source by source, with examples."""
    now, then = _read(viewer, chosen), _read(viewer, before)
    wanted = _frequent(now)
    found = emerging(_bodies(now, wanted), _bodies(then, wanted), most=most)
    return [_news(now, term) for term in found]


def _read(viewer: Viewer, chosen: Chosen) -> QuerySet[Verbatim]:
    return texts_of(viewer, chosen).filter(state=State.READ).order_by()


def _frequent(texts: QuerySet[Verbatim]) -> set[int]:
    """The words held by a few texts at least: the others cannot be found."""
    rows = SearchWord.objects.filter(verbatim_id__in=texts.values("pk")).values("word")
    return set(rows.annotate(n=Count("pk")).filter(n__gte=RARE).values_list("word", flat=True).order_by())


def _bodies(texts: QuerySet[Verbatim], wanted: set[int]) -> dict[Any, Body]:
    sizes = {tuple(row[:-1]): int(row[-1]) for row in texts.values_list(*SOURCE).annotate(n=Count("pk"))}
    held: defaultdict[Any, Counter[str]] = defaultdict(Counter)
    through = [f"verbatim__{name}" for name in SOURCE]
    rows = SearchWord.objects.filter(verbatim_id__in=texts.values("pk")).values_list(*through, "word")
    for *source, word, n in rows.annotate(n=Count("pk")).order_by():
        if word in wanted:
            held[tuple(source)][str(word)] = int(n)
    return {source: Body(n, held[source]) for source, n in sizes.items()}


def _news(texts: QuerySet[Verbatim], term: Term) -> News:
    holding = texts.filter(pk__in=SearchWord.objects.filter(word=int(term.word)).values("verbatim_id"))
    examples = tuple(holding.order_by("-day", "-pk")[:20])
    return News(term, _spelt(examples, int(term.word)), _different(examples)[:2])


def _spelt(examples: Sequence[Verbatim], number: int) -> str:
    """A base form by its number, out of a text that holds it."""
    for row in examples:
        if word := telling_numbers(row.text, row.language).get(number):
            return word
    return ""


def _different(rows: Sequence[Verbatim]) -> tuple[Verbatim, ...]:
    return tuple({row.text: row for row in reversed(rows)}.values())[::-1]
