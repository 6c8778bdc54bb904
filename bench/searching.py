"""How fast customers are found among many, against reading every name and address: `icontains`, as one would begin."""

import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bench.rows import Row, seconds

SECTION = "customers"
QUERIES = 60
NAIVE = 5
GIVEN = (
    "Marie Jean Pierre Hélène Michel Nathalie Philippe Isabelle Alain Sylvie Patrick Catherine Nicolas Martine"
    " Christophe Françoise Daniel Valérie Éric Christine Stéphane Monique Laurent Sandrine Julien Véronique Olivier"
    " Camille Thomas Aurélie Mohamed Léa Hugo Chloé Lucas Manon Louis Inès Noah Zoé Arthur Lotte Wout Joke Koen Griet"
).split()
FAMILY = (
    "Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefèvre Leroy Roux David"
    " Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Faure André Mercier Blanc"
    " Guérin Boyer Garnier Chevalier François Legrand Gauthier Peeters Janssens Maes Jacobs Mertens Willems Claes"
).split()
HEADS = "bar bel bon bre cha clo cor dau del dra fer fou gal gir gra har jou lam lau lec mal mar mon nav per pou rai"
MIDDLES = "a e i o u an en in on au ai er or ar el al il ol as es ou eu"
TAILS = "bert card champ dier gnon let lier mond nard nier quet rand rat reau rin rot sard seau sin tel tier ton ville"
SITES = ("gmail.example", "orange.example", "free.example", "outlook.example")


def measured(amount: int) -> Iterator[Row]:
    """A row for the building of the words, and one for each kind of what people remember."""
    from aisance.customers.public import search_customers
    from aisance.customers.search.services import index_due

    rng = random.Random(11)
    known = name_them(amount)
    yield Row(SECTION, f"words of {amount:,} customers", seconds(lambda: _until_done(index_due)), "s", None, None, 1)
    for name, make, naive in KINDS:
        sought = [make(*rng.choice(known), rng) for _ in range(QUERIES)]
        ours = [seconds(partial(search_customers, text, keep=set)) for text in sought]
        plain = [seconds(partial(naive, text)) for text in sought[:NAIVE]]
        value, reference = _p95(ours), _p95(plain)
        yield Row(
            SECTION, f"found by {name}, p95", value * 1000, "ms", reference * 1000, value / reference, QUERIES, AGAINST
        )


AGAINST = "icontains, p95"


def _p95(taken: Sequence[float]) -> float:
    return statistics.quantiles(taken, n=20, method="inclusive")[-1]


def _until_done(work: Callable[[], int]) -> None:
    while work():
        pass


def name_them(amount: int) -> list[tuple[str, str, str]]:
    """Give the customers that there are, or as many new ones, a name, an address and a number; returns these."""
    from django.db import connection, transaction

    from aisance.core.bulk import insert_rows, stored_moment
    from aisance.customers.search.services import note_changed

    known, now = list(people(amount)), stored_moment(datetime(2026, 11, 1, tzinfo=UTC))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM customers_customer ORDER BY id LIMIT {amount}")
        ids = [pk for (pk,) in cursor.fetchall()]
        named = [(name, pk) for pk, (name, _email, _phone) in zip(ids, known, strict=False)]
        cursor.executemany("UPDATE customers_customer SET name = %s WHERE id = %s", named)
        rows = [(name, "fr", "", now) for name, _email, _phone in known[len(ids) :]]
        columns = ("name", "language", "segment", "created_at")
        ids += [pk for (pk,) in insert_rows("customers_customer", columns, rows, ending="RETURNING id")]
        held: list[tuple[Any, ...]] = []
        for pk, (_name, email, phone) in zip(ids, known, strict=True):
            held += [("email", email, pk, now), ("phone", phone, pk, now), ("external", f"N-{pk:08}", pk, now)]
        insert_rows("customers_identifier", ("kind", "value", "customer_id", "added_at"), held)
        note_changed(ids)
    return known


def _by_name(words: str) -> None:
    from django.db.models import Q

    from aisance.customers.models import Customer

    every = Q()
    for word in words.split():
        every &= Q(name__icontains=word)
    list(Customer.objects.filter(every)[:50])


def _by_value(words: str) -> None:
    from aisance.customers.models import Identifier

    list(Identifier.objects.filter(value__icontains=words.replace(" ", "").removeprefix("0"))[:50])


def _slip(name: str, email: str, phone: str, rng: random.Random) -> str:
    """The family name with two letters exchanged."""
    given, family = name.split()
    at = rng.randrange(1, len(family) - 1)
    return f"{given} {family[:at]}{family[at + 1]}{family[at]}{family[at + 2 :]}"


KINDS: tuple[tuple[str, Callable[..., str], Callable[[str], None]], ...] = (
    ("a whole name", lambda name, email, phone, rng: name, _by_name),
    ("a family name", lambda name, email, phone, rng: name.split()[1], _by_name),
    ("beginnings of a name", lambda name, email, phone, rng: f"{name.split()[0][:3]} {name.split()[1][:4]}", _by_name),
    ("three letters", lambda name, email, phone, rng: name.split()[1][:3], _by_name),
    ("a name with a slip", _slip, _by_name),
    ("letters within a name", lambda name, email, phone, rng: name.split()[1][1:].lower(), _by_name),
    ("part of an e-mail address", lambda name, email, phone, rng: email[: email.index("@") + 3], _by_value),
    ("a telephone number as spelt", lambda name, email, phone, rng: _spelt(phone), _by_value),
    ("the last 4 digits", lambda name, email, phone, rng: phone[-4:], _by_value),
    ("a name that nobody bears", lambda name, email, phone, rng: name.split()[0] + " Zyxwvutsr", _by_name),
)


def _spelt(phone: str) -> str:
    digits = "0" + phone.removeprefix("+33")
    return " ".join(digits[at : at + 2] for at in range(0, 10, 2))


def _families() -> list[str]:
    """Some 50,000 family names, the known ones first, as common as in life: each about half as common as one before."""
    made = [
        f"{head}{middle}{tail}".capitalize()
        for head in HEADS.split()
        for middle in MIDDLES.split()
        for tail in TAILS.split()
    ]
    return [*FAMILY, *made]


def people(amount: int, seed: int = 7) -> Iterator[tuple[str, str, str]]:
    """A name, an e-mail address and a telephone number for each of so many people, the same for a seed."""
    from aisance.customers.search.rules import folded

    rng = random.Random(seed)
    families = _families()
    weights = [1 / (place + 12) for place in range(len(families))]
    given = rng.choices(GIVEN, [1 / (place + 5) for place in range(len(GIVEN))], k=amount)
    taken: set[str] = set()
    for number, (first, last) in enumerate(zip(given, rng.choices(families, weights, k=amount), strict=True)):
        email = _address(folded(first), folded(last), rng)
        while email in taken:
            email = _address(folded(first), folded(last), rng, digits=rng.randrange(10_000))
        taken.add(email)
        yield f"{first} {last}", email, f"+336{(number * 7_919) % 100_000_000:08}"


def _address(first: str, last: str, rng: random.Random, digits: int | None = None) -> str:
    local = rng.choice(
        (f"{first}.{last}", f"{first[0]}.{last}", f"{last}.{first}", f"{first}_{last}", f"{last}{first[0]}")
    )
    return f"{local}{'' if digits is None else digits}@{rng.choice(SITES)}"
