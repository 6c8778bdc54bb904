"""Finding customers: by a whole number first, then by words, by their beginnings, by slips of them, by parts.

Each step is taken only while there are too few. What may be seen is asked for a portion of candidates at a time, so
that a common name costs little also to somebody who may see few of its bearers.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import batched

from aisance.customers.contracts import IdentifierKind
from aisance.customers.identity.persons import current
from aisance.customers.models import Purchase
from aisance.customers.queries import Key, normalised, owners
from aisance.customers.search.contracts import Finding, Hit, Keep, Nearness
from aisance.customers.search.rules import Sought, sought, together
from aisance.customers.search.words import Term, bearers_of, beginning, leads, looked_through, meant, the_word, within

ENOUGH = 200
"""So many rows are put in order; a page shows the first persons of them."""
FEW = 10
"""With fewer, also words that are spelt otherwise are looked through."""
CANDIDATES = 5_000
"""So many are asked about at most whether they may be seen."""
PORTION = 500


@dataclass(slots=True)
class _Found:
    """The rows found so far, in the order in which they were; `complete` falls once something was not read."""

    keep: Keep
    near: dict[int, Nearness] = field(default_factory=dict)
    orders: dict[int, str] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)
    complete: bool = True

    @property
    def is_full(self) -> bool:
        return len(self.near) >= ENOUGH or len(self.asked) >= CANDIDATES

    def take(self, candidates: Iterable[int], nearness: Nearness) -> None:
        """Add those who may be seen, a portion at a time, until there are enough."""
        fresh = (pk for pk in candidates if pk not in self.asked)
        for portion in batched(fresh, PORTION if self.asked else ENOUGH):
            seen = self.keep(portion)
            self.asked.update(portion)
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
        if not found.asked:
            _by_terms(what.words, found, Nearness.PARTS, _within_if_none_begins)
    return _persons(found)


def _readings(what: Sought) -> list[tuple[str, ...]]:
    """The words as typed, and with particles written together with their name."""
    joined = tuple(together(what.words))
    return [words for words in (what.words, joined) if words]


def _by_number(what: Sought, found: _Found) -> None:
    """What is borne as a whole: an identifier, the number of an order; and the end of a telephone number."""
    found.take(owners(_keys(what.whole)).values(), Nearness.NUMBER)
    orders = dict(_orders(what.whole))
    found.take(orders, Nearness.NUMBER)
    found.orders = {pk: number for pk, number in orders.items() if pk in found.near}
    if what.phone and (ending := beginning(what.phone)).ids:
        found.take(bearers_of([ending], ENOUGH), Nearness.NUMBER)


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
    rows = Purchase.objects.filter(order_number__in=numbers).values_list("customer_id", "order_number")
    yield from rows[:ENOUGH]


def _by_words(words: Sequence[str], found: _Found) -> None:
    _by_terms(words, found, Nearness.WORDS, the_word)
    _by_terms(words, found, Nearness.BEGINNINGS, beginning)
    if len(found.near) < FEW:
        _by_terms(words, found, Nearness.SLIPS, meant)


def _within_if_none_begins(letters: str) -> Term:
    begun = beginning(letters)
    return begun if begun.ids else within(letters)


def _by_terms(words: Sequence[str], found: _Found, nearness: Nearness, read: Callable[[str], Term]) -> None:
    """Add those who bear a word of each term; nobody where a term means no word."""
    terms: list[Term] = []
    for word in words if not found.is_full else ():
        terms.append(read(word))
        if not terms[-1].ids:
            return
    if terms:
        found.complete &= not all(term.is_wide for term in terms) and leads(terms).bearers <= looked_through(terms)
        found.take(bearers_of(terms, CANDIDATES), nearness)


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
