"""The ledger: each need decided once, delays kept, nothing counted that does not take place."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections, transaction
from pytest_django import DjangoAssertNumQueries

from aisance.core import clock
from aisance.core.decisions import Allowed, Refused
from aisance.core.permissions import system_viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from aisance.outreach.contracts import ContactRequest, Later, MessageChannel, MessageClass, Verdict
from aisance.outreach.models import PressureDecision, PressureDelay
from aisance.outreach.models.pressure import LONGEST_DAYS
from aisance.outreach.personal import PRESSURE
from aisance.outreach.pressure.contracts import Effect, Rule, RuleCard, RuleKind
from aisance.outreach.pressure.queries import reach_of, rule_cards
from aisance.outreach.pressure.setting import set_rule
from aisance.outreach.public import note_past, weigh, withdraw

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.stopped_at(NOON):
        yield


def request_of(customer: int, key: str, days: float = 0, **other: object) -> ContactRequest:
    """A request for a survey so many days after noon, good for three weeks."""
    at = NOON + days * DAY
    given = {
        "message_class": MessageClass.SURVEY,
        "family": "",
        "programme": "csat",
        "channel": MessageChannel.EMAIL,
        "at": at,
        "expires_at": at + 21 * DAY,
        **other,
    }
    return ContactRequest(key, customer, **given)  # type: ignore[arg-type]  # a test names the field it changes


def test_the_second_survey_of_a_week_waits_until_the_week_is_over(customer: int) -> None:
    assert weigh([request_of(customer, "a"), request_of(customer, "b", 2)]) == [
        Allowed(),
        Later(NOON + 7 * DAY, "one-survey-a-week"),
    ]
    waiting = PressureDecision.objects.get(key="b")
    assert (waiting.verdict, waiting.rule, waiting.until) == ("later", "one-survey-a-week", NOON + 7 * DAY)


def test_several_contacts_in_a_row_lead_to_one_invitation(customer: int) -> None:
    asked = weigh([request_of(customer, str(number), number / 24) for number in range(3)])

    assert asked == [Allowed(), Refused("one-after-a-run"), Refused("one-after-a-run")]


def test_a_delayed_one_is_decided_again_and_keeps_its_delays(customer: int) -> None:
    weigh([request_of(customer, "a"), request_of(customer, "b", 2)])
    weigh([request_of(customer, "b", 2)])

    assert weigh([request_of(customer, "b", 7)]) == [Allowed()]

    line = PressureDecision.objects.get(key="b")
    assert (line.verdict, line.rule, line.until, line.times_delayed) == ("allowed", "one-survey-a-week", None, 1)
    assert list(PressureDelay.objects.values_list("decision__key", "rule", "until")) == [
        ("b", "one-survey-a-week", NOON + 7 * DAY)
    ]


def test_a_week_is_168_hours_when_clocks_change(customer: int) -> None:
    before = datetime(2026, 3, 28, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))  # clocks go forward in the night after
    asked = [request_of(customer, key, at=before + hours * timedelta(hours=1)) for key, hours in (("a", 0), ("b", 48))]
    again = [replace(one, expires_at=one.at + 21 * DAY) for one in asked]

    assert weigh(again)[1] == Later(before.astimezone(UTC) + timedelta(hours=168), "one-survey-a-week")


def test_asking_again_gives_the_decision_that_is_held(customer: int) -> None:
    weigh([request_of(customer, "a"), request_of(customer, "b", 0.5)])

    assert weigh([request_of(customer, "b", 100), request_of(customer, "a", 100)]) == [
        Refused("one-after-a-run"),
        Allowed(),
    ]
    assert PressureDecision.objects.get(key="a").at == NOON


def test_what_was_withdrawn_counts_no_more_and_may_be_asked_again(customer: int) -> None:
    weigh([request_of(customer, "a")])

    assert withdraw(["a", "unknown"]) == 1
    assert withdraw(["a"]) == 0

    assert weigh([request_of(customer, "b", 1)]) == [Allowed()]
    assert weigh([request_of(customer, "a", 2)]) == [Later(NOON + 8 * DAY, "one-survey-a-week")]
    assert PressureDecision.objects.count() == 2


def test_messages_of_before_count_without_being_weighed(customer: int) -> None:
    past = [request_of(customer, "old", -90), request_of(customer, "x", -1), request_of(customer, "y", -1)]

    assert (note_past(past), note_past(past)) == (2, 0)

    assert weigh([request_of(customer, "new", 1)]) == [Later(NOON + 6 * DAY, "one-survey-a-week")]
    line = PressureDecision.objects.get(key="x")
    assert (line.verdict, line.decided_at, line.day) == ("allowed", NOON - DAY, (NOON - DAY).date())


@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads cannot share a SQLite database in memory")
@pytest.mark.django_db(transaction=True)
def test_deciders_at_the_same_moment_never_exceed_a_cap() -> None:
    claims = [CustomerClaim({IdentifierKind.EXTERNAL: str(number)}) for number in range(1, 41)]
    customers = [customer or 0 for customer in find_or_add_customers(claims, by=system_viewer("test"))]
    all_are_here = threading.Barrier(4)

    def decide(decider: int) -> None:
        all_are_here.wait(10)
        for some in (customers[:20], customers[20:]):
            with clock.stopped_at(NOON), transaction.atomic():
                weigh([request_of(customer, f"{decider}:{customer}", programme=f"p{decider}") for customer in some])
        connections.close_all()

    threads = [threading.Thread(target=decide, args=[decider]) for decider in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    allowed = PressureDecision.objects.filter(verdict="allowed").values_list("customer_id", flat=True)
    assert sorted(allowed) == sorted(customers)
    assert PressureDecision.objects.filter(verdict="later").count() == 120
    assert PressureDelay.objects.count() == 120


def test_a_thousand_requests_are_decided_in_a_few_queries(
    customer: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    asked = [request_of(customer, str(number), number * 8) for number in range(1_000)]

    with django_assert_max_num_queries(16):
        weigh(asked)

    assert PressureDecision.objects.filter(verdict="allowed").count() == 1_000


@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads cannot share a SQLite database in memory")
@pytest.mark.django_db(transaction=True)
def test_a_decider_waits_for_what_another_has_decided_and_not_yet_kept(customer: int) -> None:
    is_decided, may_end = threading.Event(), threading.Event()
    verdicts: list[Verdict] = []

    def decide(key: str) -> None:
        with clock.stopped_at(NOON), transaction.atomic():
            verdicts.extend(weigh([request_of(customer, key, programme=key)]))
            is_decided.set()
            may_end.wait(10)
        connections.close_all()

    first, second = (threading.Thread(target=decide, args=[key]) for key in "ab")
    first.start()
    is_decided.wait(10)
    second.start()
    second.join(0.3)
    assert len(verdicts) == 1
    may_end.set()
    first.join(10)
    second.join(10)

    assert verdicts == [Allowed(), Later(NOON + 7 * DAY, "one-survey-a-week")]


@pytest.mark.parametrize("more", [timedelta(0), timedelta(microseconds=1)])
def test_what_no_rule_can_count_any_more_goes_and_the_rest_stays(customer: int, more: timedelta) -> None:
    """The longest window that may be set, and a line at its very edge: without it the verdict is the same."""
    rule = Rule("once", RuleKind.CAP, Effect.REFUSE, days=LONGEST_DAYS)
    set_rule(RuleCard(rule, is_active=True), by=system_viewer("test"))
    note_past([request_of(customer, key, -days) for key, days in (("old", LONGEST_DAYS - 1), ("new", 1))])
    horizon = NOON - LONGEST_DAYS * DAY
    PressureDecision.objects.filter(key="old").update(at=horizon - more, expires_at=horizon - more)
    PressureDecision.objects.filter(key="new").update(at=horizon + timedelta(microseconds=1))
    weighed = PressureDecision.objects.values("at", "verdict")

    assert PRESSURE.overdue
    gone = PRESSURE.overdue(horizon)
    kept = set(weighed.values_list("key", flat=True))

    assert (gone, kept) == ((1, {"new"}) if more else (0, {"old", "new"}))
    assert weigh([request_of(customer, "next")]) == [Refused("once")]
    PressureDecision.objects.filter(key="new").delete()
    assert weigh([request_of(customer, "after")]) == [Allowed()]


@pytest.mark.django_db
def test_no_rule_looks_further_back_than_decisions_are_kept() -> None:
    assert PRESSURE.keep_between[0] >= LONGEST_DAYS
    assert reach_of(card.rule for card in rule_cards()) <= LONGEST_DAYS * DAY
    rule = Rule("far", RuleKind.RESERVE, days=1, every_days=LONGEST_DAYS)

    with pytest.raises(ValueError, match="looks back 730 days"):
        set_rule(RuleCard(rule), by=system_viewer("test"))

    assert "far" not in {card.rule.code for card in rule_cards()}
