"""The rules of pressure, held against a slow and plain reading of the same words."""

import doctest
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from aisance.core.decisions import Refused
from aisance.outreach.contracts import ContactRequest, Later, MessageChannel, MessageClass, Verdict
from aisance.outreach.pressure import plans, rules
from aisance.outreach.pressure.contracts import About, Contact, Effect, Held, Per, Rule, RuleKind
from aisance.outreach.pressure.rules import decide

pytestmark = pytest.mark.sqlite_only

START = datetime(2026, 1, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
SURVEYS = About(frozenset({MessageClass.SURVEY}))


def asking(
    key: str = "a",
    *,
    at: int = 0,
    good_for: int = 1000,
    customer: int = 1,
    programme: str = "csat",
    family: str = "",
    channel: MessageChannel = MessageChannel.EMAIL,
    message_class: MessageClass = MessageClass.SURVEY,
) -> ContactRequest:
    """A request so many hours after the start, good for so many hours."""
    moment = START + at * HOUR
    return ContactRequest(key, customer, message_class, family, programme, channel, moment, moment + good_for * HOUR)


def contact(request: ContactRequest, *, waits_until: int | None = None) -> Contact:
    """A request as the ledger holds it, allowed or waiting."""
    at = request.at if waits_until is None else START + waits_until * HOUR
    names = (request.message_class, request.family, request.programme, request.channel)
    return Contact(request.key, request.customer_id, *names, at, request.expires_at, waits_until is not None)


def cap(limit: int = 1, days: int = 7, **other: object) -> Rule:
    return Rule("cap", RuleKind.CAP, limit=limit, days=days, **other)  # type: ignore[arg-type]  # a test names them


def hours(verdict: Verdict) -> int | str | None:
    """Hours until it may come, or the rule that refused it; null where it is allowed."""
    match verdict:
        case Later(at, _):
            return (at - START) // HOUR
        case Refused(reason):
            return reason
    return None


def test_the_examples_in_the_rules_hold() -> None:
    assert doctest.testmod(rules) == (0, 4)
    assert doctest.testmod(plans) == (0, 2)


def test_exactly_the_days_of_a_cap_later_the_customer_is_free_again() -> None:
    before = [contact(asking("before"))]

    assert hours(decide([asking(at=7 * 24 - 1)], [cap()], before)[0]) == 7 * 24
    assert hours(decide([asking(at=7 * 24)], [cap()], before)[0]) is None


def test_what_is_already_booked_later_holds_back_what_comes_before() -> None:
    booked = [contact(asking("booked", at=100))]

    assert hours(decide([asking(at=99)], [cap(days=1)], booked)[0]) == 124
    assert hours(decide([asking(at=76)], [cap(days=1)], booked)[0]) is None


def test_a_request_that_would_be_free_too_late_is_refused() -> None:
    before = [contact(asking("before"))]

    assert hours(decide([asking(at=1, good_for=167)], [cap()], before)[0]) == "cap"
    assert hours(decide([asking(at=1, good_for=168)], [cap()], before)[0]) == 168


def test_a_refusing_rule_wins_over_a_delaying_one_that_stands_before_it() -> None:
    before = [contact(asking("before"))]
    refusing = Rule("run", RuleKind.CAP, Effect.REFUSE, days=1)

    assert decide([asking(at=1)], [cap(), refusing], before) == [Refused("run")]
    assert decide([asking(at=30)], [cap(), refusing], before) == [Later(START + 7 * 24 * HOUR, "cap")]


def test_legal_and_service_messages_are_never_held_but_count() -> None:
    asked = [
        asking("survey", at=3),
        asking("service", at=1, message_class=MessageClass.SERVICE),
        asking("legal", at=2, message_class=MessageClass.LEGAL),
    ]

    assert [hours(verdict) for verdict in decide(asked, [cap(limit=2)])] == [7 * 24 + 1, None, None]
    assert [hours(verdict) for verdict in decide(asked, [cap(limit=2, about=SURVEYS)])] == [None, None, None]


def test_a_cap_counts_each_channel_by_itself_where_it_says_so() -> None:
    before = [contact(asking("before"))]
    elsewhere = asking(at=1, channel=MessageChannel.NULL)

    assert hours(decide([elsewhere], [cap(per=Per.CHANNEL)], before)[0]) is None
    assert hours(decide([elsewhere], [cap()], before)[0]) == 168
    assert hours(decide([elsewhere], [cap(about=About(channel="email"))], before)[0]) is None


def test_two_programmes_are_kept_apart_before_and_after() -> None:
    apart = Rule("apart", RuleKind.APART, about=About(programme="csat"), days=2, other="nps")
    before = [contact(asking("nps", at=100, programme="nps"))]

    asked = [asking(str(at), at=at, customer=1) for at in (52, 53, 147, 148)]
    assert [hours(decide([request], [apart], before)[0]) for request in asked] == [None, 148, 148, None]
    assert hours(decide([asking(at=100, programme="ces")], [apart], before)[0]) is None


def test_a_customer_on_hold_waits_for_the_end_of_the_hold() -> None:
    holds = {1: (Held("case", START + 50 * HOUR), Held("complaint", START + 70 * HOUR))}

    assert hours(decide([asking()], [Rule("open", RuleKind.HOLD)], (), holds)[0]) == 70
    assert hours(decide([asking()], [Rule("open", RuleKind.HOLD, codes=frozenset({"case"}))], (), holds)[0]) == 50
    assert hours(decide([asking(customer=2)], [Rule("open", RuleKind.HOLD)], (), holds)[0]) is None
    assert (
        hours(decide([asking(message_class=MessageClass.SERVICE)], [Rule("open", RuleKind.HOLD)], (), holds)[0]) is None
    )


NPS_FIRST = Rule("nps-first", RuleKind.RESERVE, about=About(programme="nps"), days=30)


def test_what_waits_keeps_its_place_only_by_a_rule_that_says_so() -> None:
    before = [contact(asking("before")), contact(asking("nps", at=1, programme="nps"), waits_until=168)]
    asked = [asking(at=168)]

    assert hours(decide(asked, [cap()], before)[0]) is None
    assert decide(asked, [cap(), NPS_FIRST], before) == [Later(START + 336 * HOUR, "nps-first")]
    assert hours(decide([asking("nps", at=168, programme="nps")], [cap(), NPS_FIRST], before)[0]) is None


def test_a_place_is_kept_no_longer_than_the_request_is_worth_anything() -> None:
    waiting = contact(asking("nps", at=1, good_for=150, programme="nps"), waits_until=150)

    late = START + 152 * HOUR
    assert hours(decide([asking(at=152)], [cap(), NPS_FIRST], [waiting], now=late)[0]) is None


def test_a_programme_that_is_due_soon_finds_its_place() -> None:
    quarterly = replace(NPS_FIRST, days=7, every_days=90)
    before = [contact(asking("nps", programme="nps"))]

    def verdict(days: int) -> int | str | None:
        return hours(decide([asking(at=days * 24)], [cap(), quarterly], before)[0])

    assert [verdict(days) for days in (82, 83, 84, 90, 97)] == [None, None, 97 * 24, 97 * 24, None]


def test_a_survey_that_waits_is_not_pushed_out_by_marketing() -> None:
    before = [contact(asking("before")), contact(asking("waits", at=1), waits_until=168)]
    offer = asking("offer", at=168, message_class=MessageClass.MARKETING, programme="offers")

    assert decide([offer], [cap()], before) == [Later(START + 336 * HOUR, "cap")]


# What follows draws companies at random and holds the verdicts against a plain reading.
