"""Finding customers: by a whole number first, then by words, by their beginnings, by slips of them, by parts.

Each step is taken only while there are too few. What may be seen is asked for a portion of candidates at a time, so
that a common name costs little also to somebody who may see few of its bearers.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from aisance.core.bulk import rows_among
from aisance.customers.contracts import IdentifierKind
from aisance.customers.identity.persons import current
from aisance.customers.models import Identifier, Purchase, SearchBearer, SearchSlip, SearchWord
from aisance.customers.queries import Key, normalised, owners
from aisance.customers.search.contracts import Finding, Hit, Keep, Nearness
from aisance.customers.search.rules import Sought, is_slip, slips_of, sought, together

ENOUGH = 200
"""So many persons are put in order; a page shows the first of them."""
FEW = 10
"""With fewer, also names that are spelt otherwise are looked through."""
CANDIDATES = 20_000
PORTION = 1_000
WORDS_A_BEGINNING = 2_000
"""A beginning of more words than these chooses among what the other words found, or is read as far as this."""
LAST = "\U0010ffff"

_SLIPS = (
    f"SELECT DISTINCT w.id, w.word FROM {SearchSlip._meta.db_table} s"  # noqa: S608  names of ours
    f" JOIN {SearchWord._meta.db_table} w ON w.id = s.word_id WHERE s.slip"
)


@dataclass(slots=True)
class _Found:
    """The rows found so far, in the order in which they were; `complete` falls once something was not read."""

    keep: Keep
    near: dict[int, Nearness] = field(default_factory=dict)
    orders: dict[int, str] = field(default_factory=dict)
    complete: bool = True

    @property
    def is_full(self) -> bool:
        return len(self.near) >= ENOUGH

    def take(self, candidates: Iterable[int], nearness: Nearness, choose: Keep = set) -> None:
        """Add those who pass, a portion at a time, until there are enough."""
        fresh = (pk for pk in candidates if pk not in self.near)
        for portion in batched(fresh, PORTION):
            seen = self.keep(choose(portion))
            self.near |= {pk: nearness for pk in portion if pk in seen}
            if self.is_full:
                self.complete = False
                return


def search_customers(text: str, *, keep: Keep) -> Finding:
    """The persons whom this text may mean, the nearest first, among the rows that `keep` lets through."""
    what = sought(text)
    found = _Found(keep)
    if what.whole:
        _by_number(what, found)
        for words in _readings(what):
            _by_words(words, found)
        if not found.near:
            _by_parts(what.words, found)
    return _persons(found)


def _readings(what: Sought) -> list[tuple[str, ...]]:
    """The words as typed, and with particles written together with their name."""
    joined = tuple(together(what.words))
    return [words for words in (what.words, joined) if words]


def _by_number(what: Sought, found: _Found) -> None:
    """What is borne as a whole: an identifier, the number of an order, the end of a telephone number."""
    keys = owners(_keys(what.whole)).values()
    found.take(keys, Nearness.NUMBER)
    orders = dict(_orders(what.whole))
    found.take(orders, Nearness.NUMBER)
    found.orders = {pk: number for pk, number in orders.items() if pk in found.near}
    if what.phone:
        found.take(_bearers([_ids(_beginning(what.phone))]), Nearness.NUMBER)


def _keys(whole: str) -> list[Key]:
    """Whatever the text may be as an identifier; a customer's number also in other letters."""
    keys: list[Key] = [(IdentifierKind.EXTERNAL.value, each) for each in (whole.upper(), whole.lower())]
    for kind in IdentifierKind:
        try:
            keys.append((kind.value, normalised(kind, whole)))
        except ValueError:
            continue
    return keys


def _orders(whole: str) -> Iterator[tuple[int, str]]:
    numbers = {whole, whole.upper(), whole.lower()}
    rows = Purchase.objects.filter(order_number__in=numbers - {""}).values_list("customer_id", "order_number")
    yield from rows[:ENOUGH]


def _by_words(words: Sequence[str], found: _Found) -> None:
    _by_terms(words, found, Nearness.WORDS, lambda word: list(SearchWord.objects.filter(word=word).values_list("pk")))
    _by_terms(words, found, Nearness.BEGINNINGS, lambda word: list(_beginning(word)[: WORDS_A_BEGINNING + 1]))
    if len(found.near) < FEW:
        _by_terms(words, found, Nearness.SLIPS, _meant)


def _by_parts(words: Sequence[str], found: _Found) -> None:
    """By letters within a word, where nothing begins with them: the one reading that looks at every word."""
    _by_terms(words, found, Nearness.PARTS, lambda word: _beginning_ids(word) or _within(word))


type _Term = Callable[[str], list[tuple[Any, ...]]]


def _by_terms(words: Sequence[str], found: _Found, nearness: Nearness, read: _Term) -> None:
    """Those who bear a word of each term; terms of too many words choose among those whom the others found."""
    if found.is_full:
        return
    terms = {word: [row[0] for row in read(word)] for word in words}
    if not all(terms.values()):
        return
    narrow = [ids for ids in terms.values() if len(ids) <= WORDS_A_BEGINNING]
    wide = [word for word, ids in terms.items() if len(ids) > WORDS_A_BEGINNING]
    if not narrow:
        # Only so few letters: the words that are the letters and those that come first stand for all.
        longest = max(wide, key=len)
        narrow, found.complete = [terms[longest][:WORDS_A_BEGINNING]], False
        wide.remove(longest)
    candidates = _bearers(narrow)
    found.complete &= len(candidates) < CANDIDATES
    found.take(candidates, nearness, lambda some: _also_beginning(some, wide))


def _bearers(terms: Sequence[Sequence[int]]) -> list[int]:
    """Rows of customers who bear a word of each term."""
    borne = [SearchBearer.objects.filter(word_id__in=ids).order_by().values_list("customer_id") for ids in terms]
    every = borne[0].intersection(*borne[1:]) if len(borne) > 1 else borne[0]
    return list(dict.fromkeys(pk for (pk,) in every[:CANDIDATES]))


def _also_beginning(customer_ids: Iterable[int], words: Sequence[str]) -> set[int]:
    """Those of these rows who also bear a word with each of these beginnings."""
    left = set(customer_ids)
    for word in words:
        borne = SearchBearer.objects.filter(_begins("word__word", word), customer_id__in=left)
        left = set(borne.values_list("customer_id", flat=True))
    return left


def _begins(column: str, letters: str) -> Q:
    """A condition that the index of words serves: PostgreSQL's for patterns, SQLite's in the order of bytes."""
    if connection.vendor == "postgresql":
        return Q(**{f"{column}__startswith": letters})
    return Q(**{f"{column}__gte": letters, f"{column}__lt": letters + LAST})


def _beginning(letters: str) -> QuerySet[SearchWord, tuple[int]]:
    return SearchWord.objects.filter(_begins("word", letters)).order_by().values_list("pk")


def _ids(words: QuerySet[SearchWord, tuple[int]]) -> list[int]:
    return [pk for (pk,) in words[:WORDS_A_BEGINNING]]


def _beginning_ids(word: str) -> list[tuple[Any, ...]]:
    return list(_beginning(word)[: WORDS_A_BEGINNING + 1])


def _meant(word: str) -> list[tuple[Any, ...]]:
    """Words that begin so, and those one slip apart."""
    near = ((pk,) for pk, other in rows_among(_SLIPS, slips_of(word)) if is_slip(word, other))
    return [*near, *_beginning_ids(word)]


def _within(word: str) -> list[tuple[Any, ...]]:
    """Words that hold these letters anywhere; telephone numbers, which begin with another sign, are left out."""
    if len(word) < 3:
        return []
    rows = SearchWord.objects.filter(_real_words(), word__contains=word)
    return list(rows.order_by().values_list("pk")[:WORDS_A_BEGINNING])


def _real_words() -> Q:
    return Q() if connection.vendor == "postgresql" else Q(word__gte="a")


def _persons(found: _Found) -> Finding:
    """Each person once, as near as the nearest of their rows, in the order found."""
    heads = current(found.near)
    rows: dict[int, list[int]] = {}
    for pk in found.near:
        rows.setdefault(heads.get(pk, pk), []).append(pk)
    hits = [
        Hit(
            head,
            tuple(theirs),
            min(found.near[pk] for pk in theirs),
            next((found.orders[pk] for pk in theirs if pk in found.orders), ""),
        )
        for head, theirs in rows.items()
    ]
    return Finding(tuple(sorted(hits, key=lambda hit: hit.nearness)), found.complete)


def known_as(customer_ids: Iterable[int]) -> dict[int, list[tuple[IdentifierKind, str]]]:
    """The identifiers of each row, as they are stored."""
    held: dict[int, list[tuple[IdentifierKind, str]]] = {}
    for row in Identifier.objects.filter(customer_id__in=list(customer_ids)).order_by("pk"):
        held.setdefault(row.customer_id, []).append((IdentifierKind(row.kind), row.value))
    return held
