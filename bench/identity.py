"""How well and how fast people are recognised: likenesses weighed, beside exact rules on the same records.

The people are invented, with the errors that people and systems make. Where AISANCE_ACCEPTANCE_DATA holds the file of
FEBRL's generator, that is measured too.
"""

import csv
import json
import os
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from bench.company import set_up
from bench.rows import Row

SECTION = "identity"
GIVEN = (
    "Marie Jean Pierre Sophie Luc Anna Emma Louis Hugo Jade Louise Alice Gabriel Adam Arthur Rose Lina Mila Chloé Nora "
    "Samir Driss Fatima Leïla Karim Inès Paul Jules Maël Tom Noah Eva Zoé Manon Camille Claire Hélène Benoît Thierry "
    "Nathalie Isabelle Sylvie Monique Françoise Catherine Christophe Stéphane Julien Nicolas Sébastien"
).split()
STEMS = "Mar Ber Du Le Gar Rous Fon Mo Gi Per Cle Bon Fau Hen Lam Vas Col Pin Bar Mey Car Lef Dau Mas Bru Roy".split()
ENDS = "tin nard bois roy nier seau taine reau rard rin mence net cher ri bert seur lin on bier er pentier din".split()
WAYS = "rue avenue boulevard place chemin impasse".split()
NAMED = "Tilleuls Foch Gare Paix Église Moulin Écoles Lilas Prés Victor-Hugo Jaurès Pasteur Liberté Marché Bois".split()
PLACES = [
    (f"{code:02}{number:02}0", STEMS[(code * 7 + number) % len(STEMS)] + ENDS[(code * 3 + number * 5) % len(ENDS)])
    for code in range(1, 96)
    for number in range(8)
]

type Told = dict[str, str]


def people(count: int, seed: int) -> Iterator[Told]:
    """Invented people, some of them in one household."""
    rng = random.Random(seed)
    home: Told = {}
    for _number in range(count):
        if not home or rng.random() < 0.75:
            postcode, city = rng.choice(PLACES)
            street = f"{rng.randint(1, 180)} {rng.choice(WAYS)} {rng.choice(NAMED)}"
            family = (
                rng.choice(STEMS)
                + rng.choice(ENDS)
                + rng.choice(("", "", "", "-" + rng.choice(STEMS) + rng.choice(ENDS)))
            )
            phone = f"0{rng.randint(1, 5)}{rng.randrange(10**8):08}"
            home = {"street": street, "postcode": postcode, "city": city, "family_name": family, "other_phone": phone}
        born = date(1935, 1, 1) + timedelta(days=rng.randrange(70 * 365))
        yield {**home, "given_name": rng.choice(GIVEN), "birth_date": born.isoformat()}


def spoiled(said: Told, rng: random.Random) -> Told:
    """The same person told once more: fields left out, mistyped, exchanged; a few have moved."""
    found = dict(said)
    for name in list(found):
        chance = rng.random()
        if chance < 0.08:
            del found[name]
        elif chance < 0.25:
            found[name] = _mistyped(found[name], rng)
    if rng.random() < 0.04 and {"given_name", "family_name"} <= found.keys():
        found["given_name"], found["family_name"] = found["family_name"], found["given_name"]
    if rng.random() < 0.05:
        postcode, city = rng.choice(PLACES)
        found |= {
            "postcode": postcode,
            "city": city,
            "street": f"{rng.randint(1, 180)} {rng.choice(WAYS)} {rng.choice(NAMED)}",
        }
    return found


def _mistyped(word: str, rng: random.Random) -> str:
    place = rng.randrange(max(len(word) - 1, 1))
    kind = rng.randrange(4)
    letter = rng.choice("0123456789" if word[place].isdigit() else "aeiorstln")
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + letter + word[place:]
    if kind == 2:
        return word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]
    return word[:place] + letter + word[place + 1 :]


def records(count: int, seed: int = 5) -> tuple[list[Told], list[int]]:
    """Records of invented people, about a third of them told more than once, and whom each is of."""
    rng = random.Random(seed)
    said: list[Told] = []
    whose: list[int] = []
    for number, who in enumerate(people(count, seed)):
        for again in range(rng.choice((1, 1, 1, 2, 2, 3))):
            said.append(spoiled(who, rng) if again else who)
            whose.append(number)
            if len(said) == count:
                return said, whose
    return said, whose


def febrl(path: Path) -> tuple[list[Told], list[int]]:
    """The records of FEBRL's generator and whom each is of. The number of social security is left out: it decides."""
    said, whose = [], []
    with path.open() as file:
        for raw in csv.DictReader(file):
            row = {name: value.strip() for name, value in raw.items() if name}
            told = {
                "given_name": row["given_name"],
                "family_name": row["surname"],
                "street": f"{row['street_number']} {row['address_1']}".strip(),
                "postcode": row["postcode"],
                "city": row["suburb"],
                "birth_date": row["date_of_birth"],
                "other_phone": row["phone_number"],
            }
            said.append({name: value for name, value in told.items() if value})
            whose.append(int(row["rec_id"]) // 10)
    return said, whose


def by_exact_rules(said: Sequence[Told]) -> list[int]:
    """Who is who by the rules that peers ship: the same name or the same telephone, and whoever these lead to."""
    leader = list(range(len(said)))

    def head(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    first: dict[tuple[str, ...], int] = {}
    for place, told in enumerate(said):
        whole = (told.get("given_name", "").lower(), told.get("family_name", "").lower())
        for key in (
            ("name", *whole) if all(whole) else None,
            ("phone", told["other_phone"]) if told.get("other_phone") else None,
        ):
            if key:
                leader[head(place)] = head(first.setdefault(key, place))
    return [head(place) for place in range(len(said))]


def quality(found: Sequence[int], whose: Sequence[int]) -> tuple[float, float]:
    """F1 and precision over pairs, after all that follows from each pair."""
    groups: dict[int, list[int]] = defaultdict(list)
    for group, who in zip(found, whose, strict=True):
        groups[group].append(who)
    said = sum(len(group) * (len(group) - 1) // 2 for group in groups.values())
    right = sum(n * (n - 1) // 2 for group in groups.values() for n in Counter(group).values())
    true = sum(n * (n - 1) // 2 for n in Counter(whose).values())
    return 2 * right / max(said + true, 1), right / max(said, 1)


def bring(said: Sequence[Told]) -> list[int]:
    """The rows of records that came by the product's own way, one a record."""
    from aisance.core.permissions import system_viewer
    from aisance.customers.contracts import CustomerClaim
    from aisance.customers.public import find_or_add_customers

    claims = [CustomerClaim(fields=told, source="bench", source_key=str(place)) for place, told in enumerate(said)]
    ids: list[int] = []
    for start in range(0, len(claims), 1_000):
        ids += [pk or 0 for pk in find_or_add_customers(claims[start : start + 1_000], by=system_viewer("bench"))]
    return ids


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the wall and of processor."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def measured(name: str, said: Sequence[Told], whose: Sequence[int], *, is_timed: bool) -> Iterator[Row]:
    """Bring, learn, resolve; how good it is beside exact rules, and how long it took."""
    from aisance.core.permissions import system_viewer
    from aisance.customers.public import current
    from aisance.customers.recognition import resolve_all, train

    ids = bring(said)
    train(by=system_viewer("bench"))
    wall, processor = spent(lambda: resolve_all(by=system_viewer("bench")))
    heads = current(ids)
    f1, precision = quality([heads[pk] for pk in ids], whose)
    rules_f1, rules_precision = quality(by_exact_rules(said), whose)
    against = "the same name or telephone"
    yield Row(
        SECTION, f"{name}, F1 of pairs", round(f1, 4), "of 1", round(rules_f1, 4), round(f1 / rules_f1, 3), 1, against
    )
    ratio = round(precision / rules_precision, 3)
    yield Row(
        SECTION,
        f"{name}, precision of pairs",
        round(precision, 4),
        "of 1",
        round(rules_precision, 4),
        ratio,
        1,
        against,
    )
    if is_timed:
        yield Row(SECTION, f"{name}, resolve all", round(wall, 1), "s", 120.0, round(wall / 120, 3), 1, "2 minutes")
        yield Row(SECTION, f"{name}, resolve all", round(processor, 1), "s of processor", None, None, 1)


def one_against_known(rounds: int) -> Iterator[Row]:
    """One new record against all that are known: found, judged and written."""
    from aisance.core.permissions import system_viewer
    from aisance.customers.identity.resolving import resolve_one
    from aisance.customers.models import SourceRecord

    known = SourceRecord.objects.count()
    rng = random.Random(7)
    fresh = [spoiled(who, rng) for who in people(rounds, 5)]
    claimed = bring_new(fresh)
    times = [spent(lambda pk=pk: resolve_one(pk, by=system_viewer("bench"))) for pk in claimed]  # type: ignore[misc]
    for place, unit in enumerate(("ms", "ms of processor")):
        sorted_times = sorted(one[place] * 1000 for one in times)
        p95 = sorted_times[int(len(sorted_times) * 0.95) - 1]
        yield Row(
            SECTION,
            f"one record against {known:,}, p95",
            round(p95, 1),
            unit,
            50.0,
            round(p95 / 50, 3),
            rounds,
            "50 ms",
        )
        yield Row(
            SECTION,
            f"one record against {known:,}, median",
            round(statistics.median(sorted_times), 1),
            unit,
            None,
            None,
            rounds,
        )


def bring_new(said: Sequence[Told]) -> list[int]:
    """The ids of records that have not been compared."""
    from aisance.core.permissions import system_viewer
    from aisance.customers.contracts import CustomerClaim
    from aisance.customers.models import SourceRecord
    from aisance.customers.public import find_or_add_customers

    claims = [CustomerClaim(fields=told, source="new", source_key=str(place)) for place, told in enumerate(said)]
    find_or_add_customers(claims, by=system_viewer("bench"))
    return list(SourceRecord.objects.filter(source="new", waits=True).values_list("pk", flat=True))


def clear() -> None:
    """An empty book of customers again, and the shipped weights."""
    from django.db import connection

    from aisance.customers.identity.weights import own_path
    from aisance.customers.models import Customer, Judgement, MatchKey, SearchDue, SourceRecord

    with connection.cursor() as cursor:
        for table in (MatchKey, Judgement, SourceRecord, SearchDue, Customer):
            cursor.execute(f"DELETE FROM {table._meta.db_table}")
    own_path().unlink(missing_ok=True)


def main(scale: str) -> None:
    set_up()
    many, known, rounds = (4_000, 2_000, 40) if scale == "small" else (100_000, 50_000, 300)
    rows: list[Row] = []
    path = Path(os.environ.get("AISANCE_ACCEPTANCE_DATA") or "../shared/data") / "febrl-dsgen-C.csv"
    if path.exists():
        rows += measured("FEBRL dsgen C, 10,000 records", *febrl(path), is_timed=False)
        clear()
    rows += measured(f"{known:,} invented records", *records(known), is_timed=False)
    rows += one_against_known(rounds)
    clear()
    rows += measured(f"{many:,} invented records", *records(many, 11), is_timed=True)
    print(json.dumps([row.as_json() for row in rows]))


if __name__ == "__main__":
    main(sys.argv[1])
