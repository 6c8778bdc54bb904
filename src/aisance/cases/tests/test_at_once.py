"""Many at the same moment: twenty advisors on one queue, two workers with the same answer."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from aisance.accounts.models import Person
from aisance.accounts.queries import viewer_of_person
from aisance.accounts.services import add_person, assign_role
from aisance.cases.alerts.setting import ensure_ready_rules, switch_rule
from aisance.cases.alerts.weighing import weigh
from aisance.cases.contracts import CaseOutcome, NewCase, StaleCaseError
from aisance.cases.gestures.tests.laying import NOW
from aisance.cases.gestures.tests.test_at_once import at_once, elsewhere, shared_by_threads
from aisance.cases.models import Case, CaseEntry, Weighing
from aisance.cases.public import close, open_case, take, take_next
from aisance.core import clock
from aisance.core.events import deliver_events
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from aisance.outreach.models import Hold
from aisance.surveys.contracts import ResponseDraft
from aisance.surveys.public import record_responses
from tests.cast import BY, Cast

ADVISORS, CASES = 20, 30


def customers(number: int) -> list[int]:
    claims = [CustomerClaim({IdentifierKind.EMAIL: f"c{n}@example.org"}) for n in range(number)]
    return [pk for pk in find_or_add_customers(claims, by=BY) if pk is not None]


def advisors(cast: Cast) -> list[Person]:
    people = []
    for number in range(ADVISORS):
        email = f"a{number}@orvane.example"
        people.append(add_person(email=email, name=f"Advisor {number}", password="x" * 12, by=BY))
        assign_role(person_id=people[-1].pk, role=Role.ADVISOR, unit_id=cast.units["lille-a"].pk, by=BY)
    return people


def states() -> dict[str, Any]:
    """What stands in the tables."""
    return {
        "owners": dict(Case.objects.filter(owner__isnull=False).values_list("pk", "owner_id")),
        "taken": CaseEntry.objects.filter(kind="taken").count(),
        "open": Case.objects.filter(closed_at__isnull=True).count(),
        "keys": sorted(CaseEntry.objects.exclude(key="").values_list("key", flat=True)),
        "decisions": Weighing.objects.count(),
        "held": Hold.objects.filter(until__gt=clock.now()).count(),
    }


@pytest.mark.django_db(transaction=True)
def test_twenty_advisors_on_one_queue_never_get_the_same_case(cast: Cast, tmp_path: Path) -> None:
    with clock.stopped_at(NOW):
        # Nobody speaks Danish, so that every case waits in the pool.
        for customer in customers(CASES):
            open_case(NewCase(customer, "a", "by_hand", unit_id=cast.units["lille-a"].pk, language="da"), by=BY)
    viewers = [viewer_of_person(person, "192.0.2.1") for person in advisors(cast)]

    with shared_by_threads(tmp_path):
        first = at_once([partial(take_next, by=viewer) for viewer in viewers])
        second = at_once([partial(take_next, by=viewer) for viewer in viewers])
        found = elsewhere(states)
        clash = at_once([partial(take, first[0], version=2, by=viewer) for viewer in viewers])

    got = [pk for pk in [*first, *second] if pk is not None]
    assert len(got) == len(set(got)) == len(found["owners"]) == found["taken"] == CASES
    assert second.count(None) == 2 * ADVISORS - CASES
    # One gets it, and so may its owner have said before; the others are told who was faster.
    assert sum(isinstance(result, StaleCaseError) for result in clash) >= ADVISORS - 2


@pytest.mark.django_db(transaction=True)
def test_what_is_told_many_times_at_once_is_one_case(cast: Cast, tmp_path: Path) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("one worker writes at a time there; twenty would wait for the file longer than they are let")
    ensure_ready_rules(by=BY)
    switch_rule(code="nps-0-3", on=True, by=BY)
    [customer] = customers(1)
    claim = CustomerClaim({IdentifierKind.EMAIL: "c0@example.org"})
    response = record_responses([ResponseDraft("shop", "1", NOW, "nps", score=1, customer=claim)], by=BY)[0].id
    assert response is not None
    drafts = [NewCase(customer, "parcel", "by_hand", key=f"k{number % 4}") for number in range(12)]

    with shared_by_threads(tmp_path):
        weighed = at_once([partial(weigh, [response])] * 8)
        opened = at_once([partial(open_case, draft, by=BY) for draft in drafts])
        found = elsewhere(states)

    assert sorted(weighed) == [0] * 7 + [1]
    assert len({result.case_id for result in opened}) == 1
    assert [result.joined for result in opened].count(False) >= 1
    assert (found["open"], found["decisions"]) == (2, 1)
    assert found["keys"] == ["k0", "k1", "k2", "k3", f"response:{response}"]


@pytest.mark.django_db(transaction=True)
def test_a_case_closed_while_another_opens_leaves_the_customer_on_hold(cast: Cast, tmp_path: Path) -> None:
    [customer] = customers(1)
    by = cast.viewer(Role.ADVISOR)
    with clock.stopped_at(NOW - timedelta(hours=1)):
        first = open_case(NewCase(customer, "a", "by_hand", unit_id=cast.units["lille-a"].pk), by=BY).case_id

    with shared_by_threads(tmp_path):
        shut = partial(close, first, CaseOutcome.LOST, root_cause=None, words="", version=1, by=by)
        results = at_once([shut, partial(open_case, NewCase(customer, "b", "by_hand"), by=BY)])
        elsewhere(deliver_events)
        found = elsewhere(states)

    assert not [result for result in results if isinstance(result, Exception)]
    assert (found["open"], found["held"]) == (1, 1)
