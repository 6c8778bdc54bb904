"""The ledger: each need decided once, delays kept, nothing counted that does not take place."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from aisance.core import clock
from aisance.core.decisions import Allowed, Refused
from aisance.outreach.contracts import ContactRequest, Later, MessageChannel, MessageClass
from aisance.outreach.models import PressureDecision, PressureDelay
from aisance.outreach.public import weigh, withdraw

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
