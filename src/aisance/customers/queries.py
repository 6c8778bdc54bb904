"""Reads about customers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db.models import Min, QuerySet

from aisance.core.bulk import rows_among
from aisance.core.once import asked_once
from aisance.customers import rules
from aisance.customers.contracts import CustomerCard, CustomerClaim, IdentifierKind, Traits
from aisance.customers.identity.persons import persons_of
from aisance.customers.identity.placeholders import is_nobodys
from aisance.customers.models import Customer, Identifier

type Key = tuple[str, str]
"""A kind and a normalised value."""

_OWNERS = f"SELECT value, customer_id FROM {Identifier._meta.db_table} WHERE kind = %s AND value"  # noqa: S608  names of ours


def normalised(kind: IdentifierKind, value: str) -> str:
    """The value in the one form that is stored. Raises ValueError saying what was expected."""
    return rules.normalise(kind, value, _country())


@cache
def _country() -> str:
    """Read once: settings are looked up too slowly for every identifier of a batch."""
    return str(settings.ENVIRONMENT.country)


def claim_keys(claim: CustomerClaim) -> list[Key]:
    """The identifiers of a claim, normalised, the deciding one first; those that are nobody's own are left out."""
    given = claim.identifiers
    keys = [(kind, normalised(kind, given[kind])) for kind in rules.PRIORITY if given.get(kind)]
    return [(kind.value, value) for kind, value in keys if not is_nobodys(kind, value)]


def owners(keys: Iterable[Key]) -> dict[Key, int]:
    """The customer of each identifier that is known."""
    by_kind: dict[str, list[str]] = {}
    for kind, value in keys:
        by_kind.setdefault(kind, []).append(value)
    found: dict[Key, int] = {}
    for kind, values in by_kind.items():
        rows = rows_among(_OWNERS, values, kind)
        found.update({(kind, value): customer for value, customer in rows})
    return found


def names_of(customer_ids: Iterable[int]) -> dict[int, str]:
    """The name of each row as it is written; the empty string where it has none."""
    ids = set(customer_ids)
    return dict(rows_among(f"SELECT id, name FROM {Customer._meta.db_table} WHERE id", ids)) if ids else {}  # noqa: S608  names of ours


def find_customers(claims: Sequence[CustomerClaim]) -> list[int | None]:
    """The customer's id for each claim, in order; null for one that is not known."""
    wanted = [claim_keys(claim) for claim in claims]
    known = owners({key for keys in wanted for key in keys})
    return [next((known[key] for key in keys if key in known), None) for keys in wanted]


def customer_card(customer_id: int) -> CustomerCard | None:
    """A customer, or null."""
    return customer_cards([customer_id]).get(customer_id)


def customer_cards(customer_ids: Iterable[int]) -> dict[int, CustomerCard]:
    """Customers by id; those that do not exist are absent."""
    return dict(_cards(frozenset(customer_ids)))


@asked_once
def _cards(customer_ids: frozenset[int]) -> dict[int, CustomerCard]:
    rows = Customer.objects.filter(pk__in=customer_ids).prefetch_related("identifiers")
    return {row.pk: _card(row) for row in rows}


def _card(customer: Customer) -> CustomerCard:
    held = sorted(customer.identifiers.all(), key=lambda i: (rules.PRIORITY.index(IdentifierKind(i.kind)), i.pk))
    return CustomerCard(
        customer.pk, customer.name, customer.language, tuple((IdentifierKind(i.kind), i.value) for i in held)
    )


def addresses(customer_ids: Iterable[int], kind: IdentifierKind) -> dict[int, str]:
    """For each row its oldest identifier of that kind, else one of its person; rows without either are absent."""
    wanted = set(customer_ids)
    found = _oldest(wanted, kind)
    if missing := wanted - found.keys():
        persons = persons_of(missing)
        others = _oldest(set(persons), kind)
        by_person = {persons[row]: others[row] for row in sorted(others, reverse=True)}
        found |= {row: by_person[persons[row]] for row in missing & persons.keys() if persons[row] in by_person}
    return found


def _oldest(customer_ids: set[int], kind: IdentifierKind) -> dict[int, str]:
    held = Identifier.objects.filter(customer_id__in=customer_ids, kind=kind.value)
    oldest = held.values("customer_id").annotate(first=Min("pk")).values("first")
    return dict(Identifier.objects.filter(pk__in=oldest).values_list("customer_id", "value"))


def languages(customer_ids: Iterable[int]) -> dict[int, str]:
    """The language of each customer; the empty string where unknown."""
    return dict(Customer.objects.filter(pk__in=set(customer_ids)).values_list("pk", "language"))


def known_since(customer_ids: Iterable[int]) -> datetime | None:
    """When the first of these rows was added; null where none exists."""
    first: datetime | None = Customer.objects.filter(pk__in=set(customer_ids)).aggregate(at=Min("created_at"))["at"]
    return first


def restricted(customer_ids: Iterable[int]) -> set[int]:
    """Those of the rows whose data may only be kept, and used for nothing (GDPR, article 18)."""
    rows = Customer.objects.filter(pk__in=set(customer_ids), restricted_at__isnull=False)
    return set(rows.values_list("pk", flat=True))


def traits(customer_ids: Iterable[int]) -> dict[int, Traits]:
    """The language and the segment of each customer; those that do not exist are absent."""
    table = Customer._meta.db_table
    found = rows_among(f"SELECT id, language, segment FROM {table} WHERE id", set(customer_ids))  # noqa: S608  names of ours
    return {pk: Traits(language, segment) for pk, language, segment in found}


def everybody() -> Iterator[tuple[int, Traits]]:
    """Every person with what a sample is stratified by, in the order of their ids, read in portions.

    Without those whose data may only be kept.
    """
    heads = Customer.objects.filter(merged_into__isnull=True, restricted_at__isnull=True)
    rows = heads.order_by("pk").values_list("pk", "language", "segment")
    return ((pk, Traits(language, segment)) for pk, language, segment in rows.iterator(chunk_size=5000))


def segments() -> list[str]:
    """The segments that customers are in."""
    return list(Customer.objects.exclude(segment="").order_by("segment").values_list("segment", flat=True).distinct())


def matching(words: str) -> QuerySet[Customer]:
    """Customers who bear this identifier exactly, or whose name begins with these words; all of them without words."""
    if not words:
        return Customer.objects.all()
    keys = _possible_keys(words)
    named = Customer.objects.filter(name__istartswith=words)
    bearing = Customer.objects.filter(pk__in=owners(keys).values())
    return named | bearing


def _possible_keys(words: str) -> list[Key]:
    """Whatever the words may be as an identifier."""
    keys: list[Key] = []
    for kind in IdentifierKind:
        try:
            keys.append((kind.value, normalised(kind, words)))
        except ValueError:
            continue
    return keys


def names(customer_ids: Iterable[int]) -> Mapping[int, str]:
    """What to call each customer: the name, else the first identifier, else the empty string."""
    cards = customer_cards(customer_ids)
    return {pk: card.name or next((value for _, value in card.identifiers), "") for pk, card in cards.items()}
