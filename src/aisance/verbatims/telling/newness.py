"""What emerges in the texts of a choice: counts of words by source, from the index of search."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
ALIKE = 0.6
"""A word of whose texts so many hold a surer one tells the same."""


@dataclass(frozen=True, slots=True)
class News:
    """A term that emerges, its base form, those that stand in the same texts, and some texts that hold it."""

    term: Term
    word: str
    beside: tuple[str, ...]
    examples: tuple[Verbatim, ...]


def news_of(viewer: Viewer, chosen: Chosen, before: Chosen, *, most: int = 12) -> list[News]:
    """The words that are written more often in a choice than before, source by source, with examples."""
    now, then = _read(viewer, chosen), _read(viewer, before)
    wanted = _frequent(now)
    terms = emerging(_bodies(now, wanted), _bodies(then, wanted), most=4 * most)
    found = [(one, holding) for term in terms if (one := _news(holding := _holding(now, term), term)).word]
    return _gathered(found)[:most]


def _holding(texts: QuerySet[Verbatim], term: Term) -> QuerySet[Verbatim]:
    return texts.filter(pk__in=SearchWord.objects.filter(word=int(term.word)).values("verbatim_id"))


def _gathered(found: Sequence[tuple[News, QuerySet[Verbatim]]]) -> list[News]:
    """Words that stand in the same texts become one: the surest of them, with the others beside it."""
    groups: list[tuple[News, set[int], list[str]]] = []
    for news, holding in found:
        ids = set(holding.values_list("pk", flat=True))
        near = next((group for group in groups if len(group[1] & ids) >= ALIKE * len(ids)), None)
        if near:
            near[2].append(news.word)
        else:
            groups.append((news, ids, []))
    return [replace(news, beside=tuple(beside)) for news, _ids, beside in groups]


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


def _news(holding: QuerySet[Verbatim], term: Term) -> News:
    """A word that no text spells, being no base form of any, has none."""
    examples = tuple(holding.order_by("-day", "-pk")[:20])
    return News(term, _spelt(examples, int(term.word)), (), _different(examples)[:2])


def _spelt(examples: Sequence[Verbatim], number: int) -> str:
    """A base form by its number, out of a text that holds it."""
    for row in examples:
        if word := telling_numbers(row.text, row.language).get(number):
            return word
    return ""


def _different(rows: Sequence[Verbatim]) -> tuple[Verbatim, ...]:
    return tuple({row.text: row for row in reversed(rows)}.values())[::-1]
