from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from aisance.cases.gestures.checks import patterns
from aisance.cases.gestures.contracts import GestureReason, GestureState
from aisance.cases.gestures.suspicion import Worked, bunching, giving_more
from aisance.cases.gestures.tests.laying import NOW, a_case, a_kind, customers
from aisance.cases.models import Gesture, GestureSeen
from aisance.core.permissions import Role
from tests.cast import Cast
from tests.standing import standing


def test_whoever_gives_far_more_in_the_same_cases_stands_out_and_peers_do_not() -> None:
    peers = [Worked(person, "billing", 30, 6) for person in range(2, 8)]

    [more] = giving_more([Worked(1, "billing", 30, 24), *peers])

    assert (more.person_id, more.cases, more.gestures, round(more.expected, 6)) == (1, 30, 24, 6.0)
    assert 0 < more.p_value < 0.01
    assert giving_more([Worked(1, "billing", 30, 8), *peers]) == []


def test_harder_cases_explain_more_gestures() -> None:
    rows = [Worked(1, "outage", 30, 24), Worked(2, "outage", 60, 48), Worked(2, "billing", 200, 4)]

    assert giving_more(rows) == []


def test_too_few_cases_say_nothing_of_anybody() -> None:
    assert giving_more([Worked(1, "billing", 9, 9), Worked(2, "billing", 900, 9)]) == []
    assert giving_more([Worked(1, "billing", 90, 9)]) == []


def test_amounts_just_under_the_limit_stand_out() -> None:
    near = [(4_900, 5_000)] * 12
    spread = [(amount, 5_000) for amount in range(500, 5_000, 150)]

    [found] = bunching({1: near, 2: spread})

    assert (found.person_id, found.near, found.below) == (1, 12, 0)
    assert round(found.p_value, 6) == round(0.5**12, 6)
    assert bunching({1: near[:6]}) == []


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(10, 60), st.integers(0, 10)), min_size=2, max_size=8))
def test_whatever_people_do_a_name_is_rare_enough_and_nobody_is_named_twice(
    counts: list[tuple[int, int]],
) -> None:
    rows = [Worked(person, "x", cases, min(cases, gestures)) for person, (cases, gestures) in enumerate(counts)]

    found = giving_more(rows)

    assert all(0 <= more.p_value < 0.01 and more.gestures > more.expected for more in found)
    assert len({more.person_id for more in found}) == len(found)


def lay(cast: Cast) -> None:
    kind = a_kind()
    cases = [a_case(cast, customer) for customer in customers(12)]
    cases += [a_case(cast, cases[0].customer_id or 0, matter=f"more {n}") for n in range(2)]
    Gesture.objects.bulk_create(
        Gesture(
            case=case, kind=kind, customer_id=case.customer_id, unit_id=case.unit_id, amount_minor=4_900,
            currency="EUR", at=NOW - timedelta(days=place), day=NOW.date(), state=GestureState.GRANTED,
            reason=GestureReason.WITHIN, policy={"most_minor": 5_000}, by_id=cast.people[Role.ADVISOR].pk,
        )
        for place, case in enumerate(cases)
    )  # fmt: skip


company = standing(lay, moment=NOW)


def test_a_supervisor_sees_what_to_verify_and_notes_what_was_found(cast: Cast, company: Cast) -> None:
    client = cast.client(Role.SUPERVISOR)
    found = patterns(cast.viewer(Role.SUPERVISOR))
    assert [one.code for one in found] == ["bunching", "again"]
    page = client.get("/acting/gestures/checks/").content.decode()
    assert "2 things to verify" in page
    assert "14 amounts lie in the last tenth under their limit, 0 in the tenth before it." in page
    assert "3 gestures in 90 days, 147\xa0€ in all." in page

    assert client.post("/acting/gestures/checks/seen/", {"key": found[0].key, "note": ""}).status_code == 422
    assert client.post("/acting/gestures/checks/seen/", {"key": "own:1:2026-11", "note": "No."}).status_code == 404
    assert GestureSeen.objects.count() == 0
    noted = {"key": found[0].key, "note": "All of one batch."}
    assert client.post("/acting/gestures/checks/seen/", noted).status_code == 302

    seen = [one.code for one in patterns(cast.viewer(Role.SUPERVISOR)) if one.seen]
    assert seen == ["bunching"]
    assert "All of one batch." in client.get("/acting/gestures/checks/").content.decode()
    assert cast.client(Role.ADVISOR).get("/acting/gestures/checks/").status_code == 403
