"""What is worth a look among the gestures of the last 90 days, with its evidence and who looked already."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count

from aisance.accounts.public import person_card
from aisance.cases.gestures.contracts import GestureReason, GestureState
from aisance.cases.gestures.permissions import DECIDE
from aisance.cases.gestures.suspicion import Worked, bunching, giving_more
from aisance.cases.models import Case, Gesture, GestureSeen
from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.customers.contracts import IdentifierKind
from aisance.customers.public import addresses, in_one_household, members, names

BACK = timedelta(days=90)
AGAIN = 3
EXAMPLES = 12


@dataclass(frozen=True, slots=True)
class Pattern:
    """One thing to verify. `code` and `values` make its words; `gestures` are examples, the newest first."""

    key: str
    code: str
    who: str
    values: dict[str, Any]
    gestures: tuple[Gesture, ...]
    seen: GestureSeen | None = None
    customer_id: int | None = None


def patterns(viewer: Viewer) -> list[Pattern]:
    """Every pattern in the units where the viewer answers requests; those nobody looked at first."""
    rows = Gesture.objects.filter(
        viewer.scope(DECIDE).rows("unit"), at__gte=clock.now() - BACK, state=GestureState.GRANTED
    )
    given = list(rows.select_related("kind", "case", "by").order_by("-at", "-pk"))
    found = [
        *_giving_more(viewer, given),
        *_bunched(given),
        *_again_and_again(given),
        *_households(given),
        *_staff(given),
    ]
    seen = {row.key: row for row in GestureSeen.objects.filter(key__in=[one.key for one in found])}
    told = [Pattern(one.key, one.code, one.who, one.values, one.gestures, seen.get(one.key), one.customer_id)
            for one in found]  # fmt: skip
    return sorted(told, key=lambda one: one.seen is not None)


def _key(code: str, which: int) -> str:
    """The same pattern is one a month: what goes on next month is to be looked at again."""
    return f"{code}:{which}:{clock.today():%Y-%m}"


def _giving_more(viewer: Viewer, given: Sequence[Gesture]) -> Iterator[Pattern]:
    """Cases are counted by their owner; one in which somebody else gave something is theirs as well."""
    since = clock.now() - BACK
    cases = Case.objects.filter(viewer.scope(DECIDE).rows("unit"), opened_at__gte=since, owner__isnull=False)
    counts = cases.order_by().values_list("owner_id", "reason_id").annotate(n=Count("pk"))
    worked: Counter[tuple[int, Any]] = Counter({(owner or 0, reason): n for owner, reason, n in counts})
    gave: Counter[tuple[int, Any]] = Counter()
    for person, case in {(row.by_id or 0, row.case) for row in given if row.by_id}:
        gave[person, case.reason_id] += 1
        worked[person, case.reason_id] += case.owner_id != person or case.opened_at < since
    rows = [Worked(person, reason, count, gave[person, reason]) for (person, reason), count in worked.items()]
    for more in giving_more(rows):
        theirs = [row for row in given if row.by_id == more.person_id]
        values = {"n": more.gestures, "cases": more.cases, "expected": more.expected}
        yield Pattern(_key("more", more.person_id), "more", _staff_name(more.person_id), values, _some(theirs))


def _bunched(given: Sequence[Gesture]) -> Iterator[Pattern]:
    amounts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in given:
        most = row.policy.get("most_minor")
        if row.by_id and most and not row.kind.is_fixed and row.reason == GestureReason.WITHIN:
            amounts[row.by_id].append((row.amount_minor, min(most, row.kind.most_minor)))
    for one in bunching(amounts):
        theirs = [row for row in given if row.by_id == one.person_id and not row.kind.is_fixed]
        values = {"n": one.near, "below": one.below}
        yield Pattern(_key("bunching", one.person_id), "bunching", _staff_name(one.person_id), values, _some(theirs))


def _again_and_again(given: Sequence[Gesture]) -> Iterator[Pattern]:
    heads = {row: group[0] for row, group in members(g.customer_id for g in given if g.customer_id).items()}
    theirs: dict[int, list[Gesture]] = defaultdict(list)
    for row in given:
        if row.customer_id in heads:
            theirs[heads[row.customer_id]].append(row)
    often = {person: rows for person, rows in theirs.items() if len(rows) >= AGAIN}
    called = names(often)
    for person, rows in sorted(often.items(), key=lambda one: -len(one[1])):
        values = {"n": len(rows), "amount": sum(row.amount_minor for row in rows)}
        yield Pattern(_key("again", person), "again", called.get(person, ""), values, _some(rows), customer_id=person)


def _households(given: Sequence[Gesture]) -> Iterator[Pattern]:
    shared = in_one_household({row.customer_id for row in given if row.customer_id})
    for group_id, customers in shared.items():
        rows = [row for row in given if row.customer_id in customers]
        if len(rows) >= AGAIN:
            values = {"n": len(rows), "customers": len(customers), "amount": sum(row.amount_minor for row in rows)}
            who = ", ".join(sorted(name for name in names(customers).values() if name))
            yield Pattern(_key("household", group_id), "household", who, values, _some(rows))


def _staff(given: Sequence[Gesture]) -> Iterator[Pattern]:
    """Whoever gave something to an address that is their own here."""
    held = addresses({row.customer_id for row in given if row.customer_id}, IdentifierKind.EMAIL)
    own = [row for row in given if row.by and held.get(row.customer_id or 0, "").lower() == row.by.email.lower()]
    for person in sorted({row.by_id for row in own if row.by_id}):
        theirs = [row for row in own if row.by_id == person]
        values = {"n": len(theirs), "amount": sum(row.amount_minor for row in theirs)}
        yield Pattern(_key("own", person), "own", _staff_name(person), values, _some(theirs))


def _some(rows: Iterable[Gesture]) -> tuple[Gesture, ...]:
    return tuple(rows)[:EXAMPLES]


def _staff_name(person_id: int) -> str:
    card = person_card(person_id)
    return card.name if card else ""
