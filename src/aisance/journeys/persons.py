"""Customers as persons: who may be seen, found and shown, whatever rows they are known under.

A person is seen where the viewer's units were in contact with any of their rows. Fails closed.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Max, Min

from aisance.accounts.public import unit_ids_in
from aisance.core import clock
from aisance.core.bulk import rows_among
from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerCard, IdentifierKind
from aisance.customers.public import (
    Keep,
    Nearness,
    Pieces,
    current,
    customer_card,
    customer_cards,
    known_since,
    marked_card,
    members,
    person_at_hand,
    search_customers,
)
from aisance.journeys.models import Interaction
from aisance.journeys.permissions import VIEW_CUSTOMERS
from aisance.journeys.queries import may_see_everybody

SHOWN = 50
LOOKED_BACK_DAYS = (1, 7, 31, 366)
MOST_CONTACTS = 1_000
"""So many contacts are looked through for the customers who were in touch last."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Person:
    """One person: the card with all their identifiers, the rows they are known under, and since when."""

    card: CustomerCard
    rows: tuple[int, ...]
    since: datetime

    @property
    def id(self) -> int:
        return self.card.id


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A line of the list: the name and what they are known as, with what was looked for marked."""

    card: CustomerCard
    name: Pieces
    known: tuple[tuple[IdentifierKind, Pieces], ...]
    last: datetime | None
    nearness: Nearness | None = None
    order: str = ""


@dataclass(frozen=True, slots=True)
class FoundPersons:
    """What a search shows; `more` says that others fit who are not shown."""

    lines: tuple[PersonLine, ...]
    more: bool = False


_drawn: ContextVar[tuple[Viewer, Person] | None] = ContextVar("person_drawn", default=None)


def rows_seen(viewer: Viewer) -> Keep:
    """Which of some rows of customers belong to persons whom the viewer may see."""
    if may_see_everybody(viewer):
        return set
    units = ", ".join(str(int(pk)) for pk in unit_ids_in(viewer.scope(VIEW_CUSTOMERS))) or "NULL"
    table = Interaction._meta.db_table
    met = f"SELECT DISTINCT customer_id FROM {table} WHERE unit_id IN ({units}) AND customer_id"  # noqa: S608  numbers of ours

    def seen(customer_ids: Collection[int]) -> set[int]:
        persons = members(customer_ids)
        every = {row for rows in persons.values() for row in rows}
        in_touch = {pk for (pk,) in rows_among(met, every)}
        return {pk for pk, rows in persons.items() if not in_touch.isdisjoint(rows)}

    return seen


def person_seen(viewer: Viewer, customer_id: int) -> Person | None:
    """The person to whom a row belongs; null for one who is not there or whom the viewer may not see."""
    rows = members([customer_id]).get(customer_id)
    if rows is None or customer_id not in rows_seen(viewer)([customer_id]):
        return None
    return Person(_whole_card(rows, customer_cards(rows)), rows, _since(rows))


def customer_seen(viewer: Viewer, customer_id: int) -> CustomerCard | None:
    """A customer whom the viewer may see; null also where they may not, so that nobody learns who is known."""
    drawn = _drawn.get()
    if drawn is not None and drawn[0] is viewer and customer_id == drawn[1].id:
        return drawn[1].card
    seen = customer_id in rows_seen(viewer)([customer_id])
    return customer_card(customer_id) if seen else None


@contextmanager
def page_of_person(viewer: Viewer, person: Person) -> Iterator[None]:
    """While the page of a person is drawn for a viewer, its parts are told without a query who that is."""
    token = _drawn.set((viewer, person))
    try:
        with person_at_hand(person.rows):
            yield
    finally:
        _drawn.reset(token)


def _whole_card(rows: Sequence[int], cards: dict[int, CustomerCard]) -> CustomerCard:
    """The card of the first row, with the identifiers of all, and the first name and language that there is."""
    held = [cards[pk] for pk in rows if pk in cards]
    known = dict.fromkeys(pair for card in held for pair in card.identifiers)
    order = list(IdentifierKind)
    return CustomerCard(
        rows[0],
        next((card.name for card in held if card.name), ""),
        next((card.language for card in held if card.language), ""),
        tuple(sorted(known, key=lambda pair: order.index(pair[0]))),
    )


def _since(rows: Sequence[int]) -> datetime:
    """Since when they are known: when the first row was added, or a contact before that was told of later."""
    first = Interaction.objects.filter(customer_id__in=rows).order_by().aggregate(first=Min("started_at"))["first"]
    return min(moment for moment in (first, known_since(rows), clock.now()) if moment)


def find_persons(viewer: Viewer, words: str) -> FoundPersons:
    """The persons whom these words may mean, as far as the viewer may see them: the nearest first, then the latest."""
    finding = search_customers(words, keep=rows_seen(viewer))
    hits = {hit.customer_id: hit for hit in finding.hits}
    rows = {row: hit.customer_id for hit in finding.hits for row in hit.rows}
    last = _last_in_touch(viewer, {**rows, **{head: head for head in hits}})
    ordered = sorted(hits.values(), key=lambda hit: last.get(hit.customer_id, LONG_AGO), reverse=True)
    shown = sorted(ordered, key=lambda hit: hit.nearness)[:SHOWN]
    cards = customer_cards({row for hit in shown for row in (hit.customer_id, *hit.rows)})
    lines = tuple(
        _line(_whole_card((hit.customer_id, *hit.rows), cards), last, words, hit.nearness, hit.order) for hit in shown
    )
    return FoundPersons(lines, more=not finding.complete or len(hits) > SHOWN)


def _line(
    card: CustomerCard, last: dict[int, datetime], words: str = "", nearness: Nearness | None = None, order: str = ""
) -> PersonLine:
    marked = marked_card(card, words)
    return PersonLine(card, marked.name, marked.known, last.get(card.id), nearness, order)


def _last_in_touch(viewer: Viewer, heads: dict[int, int]) -> dict[int, datetime]:
    """When each person was last in contact with the viewer's units, by the head of these rows."""
    theirs = Interaction.objects.filter(viewer.scope(VIEW_CUSTOMERS).rows("unit"), customer_id__in=list(heads))
    latest: dict[int, datetime] = {}
    for row, moment in theirs.order_by().values_list("customer_id").annotate(last=Max("started_at")):
        head = heads[row]
        latest[head] = max(moment, latest.get(head, moment))
    return latest


def lately(viewer: Viewer) -> tuple[PersonLine, ...]:
    """The persons who were last in contact with the viewer's units, the latest first."""
    last: dict[int, datetime] = {}
    for portion in _contacts_backwards(viewer):
        heads = current({pk for pk, _at in portion})
        for pk, moment in portion:
            last.setdefault(heads.get(pk, pk), moment)
        if len(last) >= SHOWN:
            break
    shown = list(last)[:SHOWN]
    cards = customer_cards(shown)
    return tuple(_line(cards[pk], last) for pk in shown if pk in cards)


def _contacts_backwards(viewer: Viewer) -> Iterator[list[tuple[int, datetime]]]:
    """The customers and moments of the latest contacts, looking back further and further."""
    scope = viewer.scope(VIEW_CUSTOMERS)
    units = Interaction.objects.filter(unit_id__in=unit_ids_in(scope), customer__isnull=False)
    rows = units.order_by("-started_at", "-pk").values_list("customer_id", "started_at")
    for days in LOOKED_BACK_DAYS:
        yield list(rows.filter(day__gte=clock.today() - timedelta(days=days))[:MOST_CONTACTS])
    yield list(rows[:MOST_CONTACTS])
