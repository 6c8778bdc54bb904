"""Reads of the ledger: what holds for whom. A person is known under one or more records; all of them count."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db.models import QuerySet

from aisance.consent.contracts import (
    NEVER_HELD,
    Act,
    ConsentChannel,
    ConsentReason,
    ContactAsk,
    LegalBasis,
    Level,
    Method,
    PurposeCard,
    PurposeKind,
    Wish,
)
from aisance.consent.models import Entry, EntryPerson, Notice, Purpose
from aisance.consent.permissions import VIEW_LEDGER, require_company
from aisance.consent.ready import READY_MADE
from aisance.consent.rules import (
    Said,
    State,
    decision,
    level_of,
    most_restrictive,
    replayed,
    standing,
    strictest,
    wished,
)
from aisance.core import clock
from aisance.core.decisions import Decision, Refused
from aisance.core.once import asked_once
from aisance.core.permissions import Viewer
from aisance.customers.public import customer_cards, members, restricted

CUSTOMERS_A_QUERY = 5_000

WISH_DAYS = {Wish.WEEKLY: 7, Wish.MONTHLY: 30, Wish.QUARTERLY: 91}


def purposes(*, also_unused: bool = False) -> list[PurposeCard]:
    """The purposes in use, in the order of pages, each with its newest notice."""
    cards = {card.code: card for card in READY_MADE}
    newest: dict[str, Notice] = {}
    for notice in Notice.objects.order_by("number"):
        newest[notice.purpose] = notice
    for row in _on_record():
        cards[row.code] = _card(row)
    found = [_with_notice(card, newest.get(card.code)) for card in cards.values()]
    return sorted(
        (card for card in found if card.is_active or also_unused), key=lambda card: (card.position, card.code)
    )


@asked_once
def _on_record() -> list[Purpose]:
    """The purposes on record, in use or not."""
    return list(Purpose.objects.all())


def _card(row: Purpose) -> PurposeCard:
    kind, basis = PurposeKind(row.kind), LegalBasis(row.legal_basis)
    return PurposeCard(row.code, row.name, row.words, kind, basis, 0, {}, row.position, row.is_active)


def _with_notice(card: PurposeCard, notice: Notice | None) -> PurposeCard:
    number, text = (notice.number, notice.text) if notice else (card.notice, card.notice_text)
    return PurposeCard(
        *(card.code, card.name, card.words, card.kind, card.legal_basis, number, text, card.position, card.is_active)
    )


def kinds_of_purposes() -> dict[str, PurposeKind]:
    """The kind of each purpose on record, in use or not."""
    kinds = {card.code: card.kind for card in READY_MADE}
    kinds.update((row.code, PurposeKind(row.kind)) for row in _on_record())
    return kinds


def states_of(customer_ids: Iterable[int]) -> dict[int, State]:
    """What was said under each of these records; records under which nothing was said are absent."""
    return dict(_states(tuple(sorted(set(customer_ids)))))


@asked_once
def _states(ids: tuple[int, ...]) -> dict[int, State]:
    said: dict[int, list[Said]] = {}
    for start in range(0, len(ids), CUSTOMERS_A_QUERY):
        for customer_id, one in _said(ids[start : start + CUSTOMERS_A_QUERY]):
            said.setdefault(customer_id, []).append(one)
    return {customer_id: replayed(entries) for customer_id, entries in said.items()}


def _said(ids: Sequence[int]) -> Iterable[tuple[int, Said]]:
    rows = EntryPerson.objects.filter(customer_id__in=ids).order_by("entry_id")
    names = ("position", "act", "method", "purpose", "channel", "said_at", "at", "until", "wish")
    columns = ("customer_id", "value", *(f"entry__{name}" for name in names))
    for customer_id, value, position, act, method, purpose, channel, said_at, at, until, wish in rows.values_list(
        *columns
    ):
        yield (
            customer_id,
            Said(position, Act(act), Method(method), purpose, channel, said_at or at, value, until, wish),
        )


def states_of_persons(customer_ids: Iterable[int]) -> dict[int, list[State]]:
    """For each customer the states of all records under which the person is known."""
    ids = set(customer_ids)
    return _states_of_rows(ids, members(ids))


def _states_of_rows(ids: Collection[int], rows: Mapping[int, Sequence[int]]) -> dict[int, list[State]]:
    states = states_of({row for some in rows.values() for row in some}.union(ids))
    return {pk: [states[row] for row in rows.get(pk, (pk,)) if row in states] for pk in ids}


def may_contact(asks: Sequence[ContactAsk]) -> list[Decision]:
    """Whether each customer may be contacted as asked, in order: the only gate. Refused(ConsentReason) where not.

    Every record of a person counts, and the most restrictive word wins. Legal and service purposes always may. A
    handful of queries, whatever the number of asks.
    """
    on_record = kinds_of_purposes()
    kinds = [strictest(on_record.get(ask.purpose), ask.kind) for ask in asks]
    held = {ask.customer_id for ask, kind in zip(asks, kinds, strict=True) if kind not in NEVER_HELD}
    rows = members(held) if held else {}
    persons, stopped = _states_of_rows(held, rows), _restricted(held, rows)
    now = clock.now()
    found: list[Decision] = []
    for ask, kind in zip(asks, kinds, strict=True):
        if kind is None:
            found.append(Refused(ConsentReason.UNKNOWN_PURPOSE))
        elif ask.customer_id in stopped:
            found.append(Refused(ConsentReason.RESTRICTED))
        else:
            states = persons.get(ask.customer_id, [])
            found.append(decision(states, ask.purpose, kind, ask.channel, ask.address, now))
    return found


def _restricted(customer_ids: Collection[int], rows: Mapping[int, Sequence[int]]) -> set[int]:
    """Those whose data may only be kept, under whichever of their records that was asked."""
    bound = restricted({row for some in rows.values() for row in some} | set(customer_ids))
    return {pk for pk in customer_ids if bound.intersection(rows.get(pk, (pk,)))}


def levels(customer_ids: Iterable[int]) -> dict[int, Level]:
    """How well each customer may be known and addressed."""
    ids = set(customer_ids)
    cards = customer_cards({row for rows in members(ids).values() for row in rows} | ids)
    persons, rows = states_of_persons(ids), members(ids)
    marketing = [code for code, kind in kinds_of_purposes().items() if kind == PurposeKind.MARKETING]
    found = {}
    for pk in ids:
        known = [cards[row] for row in rows.get(pk, (pk,)) if row in cards]
        said = [
            most_restrictive(standing(state, code, PurposeKind.MARKETING, channel) for state in persons[pk])
            for code in marketing
            for channel in ConsentChannel
        ]
        found[pk] = level_of(any(card.identifiers for card in known), said)
    return found


def wishes(customer_ids: Iterable[int]) -> dict[int, timedelta]:
    """The least time between two messages, for those customers who wish one."""
    persons = states_of_persons(customer_ids)
    said = {pk: wished(states) for pk, states in persons.items()}
    return {pk: timedelta(days=WISH_DAYS[Wish(one.wish)]) for pk, one in said.items() if one}


def entries_found(
    viewer: Viewer,
    *,
    purpose: str = "",
    act: str = "",
    method: str = "",
    start: date | None = None,
    end: date | None = None,
) -> QuerySet[Entry]:
    """Entries of the ledger, the latest first, narrowed by what is given; both days are included.

    Raises PermissionDenied unless the viewer sees the whole company.
    """
    require_company(viewer, VIEW_LEDGER)
    rows = Entry.objects.select_related("person", "notice").order_by("-position")
    exact = {name: value for name, value in (("purpose", purpose), ("act", act), ("method", method)) if value}
    rows = rows.filter(**exact)
    rows = rows.filter(at__gte=clock.start_of_day(start)) if start else rows
    found: QuerySet[Entry] = rows.filter(at__lt=clock.start_of_day(end + timedelta(days=1))) if end else rows
    return found
