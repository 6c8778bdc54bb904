"""How many, when, on what, and under which pressure: what a version's rules do to contacts."""

from datetime import timedelta
from typing import Any

import pytest

from aisance.core.clock import stopped_at
from aisance.core.events import deliver_events
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.segments.services import declare_segment
from aisance.journeys.contracts import Channel
from aisance.journeys.models import Interaction
from aisance.journeys.public import add_reason
from aisance.outreach.contracts import MessageHandled
from aisance.outreach.models import Message, PressureDecision
from aisance.outreach.public import stop
from aisance.surveys.models import Invitation, Programme, Reminder, Response
from aisance.surveys.planning.drawing import place_of
from aisance.surveys.services.asking import ask_due, note_message
from aisance.surveys.services.deciding import decide_invitations
from aisance.surveys.services.programmes import stop_programme
from aisance.surveys.services.reminding import remind_due
from aisance.surveys.tests.company import BY, NOON, call, running_programme
from aisance.surveys.tests.test_deciding import rules
from tests.cast import Cast

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def programme(cast: Cast) -> Programme:
    return running_programme()


def claim(name: str, **about: Any) -> CustomerClaim:
    phone = about.pop("phone", "")
    identifiers = {IdentifierKind.EMAIL: f"{name}@example.org"} | ({IdentifierKind.PHONE: phone} if phone else {})
    return CustomerClaim(identifiers, language="en", **about)


def calls(count: int, **about: Any) -> list[int]:
    return [call(str(n), customer=claim(f"c{n}"), **about) for n in range(count)]


def decided(at: timedelta = timedelta(minutes=1)) -> dict[str, int]:
    """How many decisions there are by reason; planned ones count under nothing."""
    with stopped_at(NOON + at):
        deliver_events(limit=1000)
    found: dict[str, int] = {}
    for reason in Invitation.objects.values_list("reason", flat=True):
        found[reason] = found.get(reason, 0) + 1
    return found


def forget() -> None:
    """As if nothing had been decided yet."""
    Invitation.objects.all().delete()
    PressureDecision.objects.all().delete()


def test_a_share_is_drawn_and_drawn_alike_again(programme: Programme) -> None:
    rules(programme, rate_percent=30)
    ids = calls(60)
    below = sum(place_of(programme.code, "telephony", str(n)) < 0.3 for n in range(60))
    assert 0 < below < 60

    assert decided() == {"": below, "not_drawn": 60 - below}
    before = set(Invitation.objects.filter(reason="").values_list("interaction_id", flat=True))
    forget()
    with stopped_at(NOON + HOUR):
        decide_invitations(interaction_ids=reversed(ids))

    assert set(Invitation.objects.filter(reason="").values_list("interaction_id", flat=True)) == before


def test_an_audience_narrows_who_is_eligible(programme: Programme) -> None:
    add_reason(code="billing", names={"en": "Billing"}, by=BY)
    add_reason(code="refund", names={"en": "Refund"}, parent="billing", by=BY)
    audience = {"units": ["lille"], "reasons": ["billing"], "languages": ["fr"], "segments": ["home"]}
    rules(programme, audience=audience)

    def fits(name: str, *, language: str = "fr-be", segment: str = "home", **about: Any) -> None:
        customer = CustomerClaim({IdentifierKind.EMAIL: f"{name}@example.org"}, language=language, segment=segment)
        call(name, customer=customer, **{"unit": "lille-b", "reason": "refund", **about})

    fits("good")
    fits("elsewhere", unit="namur-a")
    fits("other", reason="")
    fits("english", language="en")
    fits("professional", segment="professional")

    assert decided() == {"": 1}
    assert Invitation.objects.get().interaction_id is not None


def test_a_declared_segment_narrows_who_is_eligible(programme: Programme) -> None:
    conditions = {
        "all": [{"kind": "language", "language": "nl"}],
        "none": [{"kind": "identifier", "identifier": "phone"}],
    }
    declare_segment(code="flemish", names={"en": "Flemish"}, purpose="test", conditions=conditions, by=BY)
    rules(programme, audience={"segments": ["flemish"]})

    for name, language in (("in", "nl"), ("out", "fr")):
        call(name, customer=CustomerClaim({IdentifierKind.EMAIL: f"{name}@example.org"}, language=language))
    both = {IdentifierKind.EMAIL: "both@example.org", IdentifierKind.PHONE: "+33612345678"}
    call("both", customer=CustomerClaim(both, language="nl"))

    assert decided() == {"": 1}


def every_contact() -> list[int]:
    return list(Interaction.objects.values_list("pk", flat=True))


def test_a_pilot_starts_with_a_unit_and_the_others_follow_by_shares(programme: Programme) -> None:
    ramp = [{"from": "2026-11-20", "percent": 40}, {"from": "2026-11-21", "percent": 100}]
    rules(programme, pilot={"units": ["lille-a"], "ramp": ramp}, quiet_days=0)
    call("pilot", unit="lille-a", customer=claim("pilot"))
    calls(40, unit="namur-a")
    assert decided() == {"": 1, "outside_pilot": 40}

    forget()
    below = sum(place_of(programme.code, "telephony", str(n)) < 0.4 for n in range(40))
    with stopped_at(NOON + DAY):
        decide_invitations(interaction_ids=every_contact())
    assert decided() == {"": 1 + below, "outside_pilot": 40 - below}

    forget()
    with stopped_at(NOON + 2 * DAY):
        decide_invitations(interaction_ids=every_contact())
    assert decided() == {"": 41}


def test_a_day_s_limit_holds_over_batches(programme: Programme) -> None:
    rules(programme, daily_cap=5)
    first = calls(4)
    assert decided() == {"": 4}
    assert len(first) == 4
    for n in range(4, 9):
        call(str(n), customer=claim(f"c{n}"))

    assert decided() == {"": 5, "daily_cap": 4}


def test_a_quota_leaves_room_for_answers_on_their_way(programme: Programme) -> None:
    # Before there is a history one of five is thought to answer: five invitations fill a quota of one answer.
    rules(programme, quotas={"unit": {"lille": 1}, "channel": {"phone": 100}})
    calls(7, unit="lille-a")
    call("namur", unit="namur-a", customer=claim("namur"))

    assert decided() == {"": 6, "quota_full": 2}


def test_answers_fill_a_quota(programme: Programme) -> None:
    rules(programme, quotas={"channel": {"phone": 1}})
    row = Response(source="test", external_id="1", version=programme.versions.last(), channel="phone", kind="hot")
    row.unit, row.answered_at = programme.unit, NOON - HOUR
    row.save()
    calls(2)
    call("chat", channel=Channel.CHAT, customer=claim("chat"))

    assert decided() == {"quota_full": 2, "": 1}


def test_messages_wait_for_the_customer_s_morning(programme: Programme) -> None:
    rules(programme, hours={"days": [], "from": "09:00", "to": "20:00"})
    call("home", customer=claim("home"))
    call("new-york", customer=claim("york", phone="+12125551234"))
    call("tokyo", customer=claim("tokyo", phone="+81312345678"))

    decided()

    due = dict(Invitation.objects.values_list("interaction__external_id", "due_at"))
    assert due == {
        "home": NOON + timedelta(minutes=15),
        "new-york": NOON + 2 * HOUR,  # seven in the morning there; it opens at nine
        "tokyo": NOON + 12 * HOUR,  # nine in the evening there
    }


def test_no_opening_before_it_is_too_late_is_a_reason(programme: Programme) -> None:
    rules(programme, hours={"days": [7], "from": "09:00", "to": "20:00"}, valid_hours=24)
    call()

    assert decided() == {"never_open": 1}  # the contact was on a Thursday


def test_the_first_way_that_a_customer_has_is_taken(programme: Programme) -> None:
    rules(programme, routes=["sms", "email"])
    call("both", customer=claim("both", phone="+33612345678"))
    call("mail", customer=claim("mail"))
    call("none", customer=CustomerClaim({IdentifierKind.EXTERNAL: "7"}))

    assert decided() == {"": 2, "no_address": 1}
    routes = dict(Invitation.objects.values_list("interaction__external_id", "route"))
    assert routes == {"both": "sms", "mail": "email", "none": ""}


def test_a_way_on_which_a_customer_answered_before_goes_first(programme: Programme) -> None:
    rules(programme, routes=["sms", "email"], quiet_days=0)
    both = claim("both", phone="+33612345678")
    call("1", customer=both)
    decided()
    first = Invitation.objects.get()
    Invitation.objects.update(route="email", due_at=NOON - 30 * DAY)
    PressureDecision.objects.all().delete()
    Response.objects.create(
        source="test", external_id="1", invitation=first, customer_id=first.customer_id, unit=first.unit,
        answered_at=NOON - 20 * DAY, kind="hot",
    )  # fmt: skip
    call("2", customer=both)
    decided()

    assert Invitation.objects.latest("pk").route == "email"


def test_who_is_under_pressure_waits_and_comes_back_by_itself(programme: Programme) -> None:
    rules(programme, quiet_days=0, valid_hours=24 * 14)
    call("1")
    decided()
    with stopped_at(NOON + HOUR):
        ask_due()
    call("2", ended_at=NOON + 2 * DAY)
    decided(2 * DAY + timedelta(minutes=1))

    later = Invitation.objects.latest("pk")
    assert (later.state, later.rule, later.times_delayed) == ("planned", "one-survey-a-week", 1)
    assert later.due_at == NOON + 7 * DAY + timedelta(minutes=15)
    with stopped_at(later.due_at - timedelta(minutes=1)):
        assert ask_due() == 0
    with stopped_at(later.due_at):
        assert ask_due() == 1
    later.refresh_from_db()
    assert (later.state, later.reason) == ("sending", "")
    assert Message.objects.count() == 2


def test_who_would_be_free_only_when_it_is_too_late_is_refused_with_the_rule(programme: Programme) -> None:
    rules(programme, quiet_days=0, valid_hours=24)
    call("1")
    decided()
    call("2", ended_at=NOON + 2 * DAY)
    decided(2 * DAY + timedelta(minutes=1))

    refused = Invitation.objects.latest("pk")
    assert (refused.state, refused.reason, refused.rule) == ("refused", "under_pressure", "one-survey-a-week")


def test_who_will_not_be_asked_leaves_room_for_others(programme: Programme) -> None:
    call("1")
    decided()
    stop_programme(programme_id=programme.pk, by=BY)
    with stopped_at(NOON + HOUR):
        ask_due()

    assert PressureDecision.objects.get().verdict == "withdrawn"


def reminded(programme: Programme, **changes: Any) -> Invitation:
    """An invitation that left at a quarter past noon, with two reminders after a day each."""
    reminders = [{"after_hours": 24}, {"after_hours": 24, "subject": {"fr": "Encore ?", "en": "Again?"}}]
    rules(programme, **{"reminders": reminders, **changes})
    call(customer=claim("silent"))
    decided()
    with stopped_at(NOON + HOUR / 4):
        ask_due()
        invitation = Invitation.objects.get()
        note_message(event=MessageHandled(f"surveys.invitation:{invitation.pk}", "sent"))
    return invitation


def subjects() -> list[str]:
    return [subject.partition(" ")[0] for subject in Message.objects.order_by("pk").values_list("subject", flat=True)]


def test_who_stays_silent_is_reminded_each_time_once(programme: Programme) -> None:
    invitation = reminded(programme)
    for hours in (23, 24, 24.5, 24.5, 48, 49, 49, 80, 100):
        with stopped_at(NOON + HOUR * hours):
            remind_due()

    assert subjects() == ["Was", "Reminder:", "Again?"]
    assert list(Reminder.objects.values_list("number", "route")) == [(1, "email"), (2, "email")]
    invitation.refresh_from_db()
    assert (invitation.reminders_sent, invitation.remind_at) == (2, None)


@pytest.mark.parametrize("what", ["answer", "begin", "stop", "end", "halt"])
def test_nobody_is_reminded_after_an_answer_a_stop_or_the_end(programme: Programme, what: str) -> None:
    invitation = reminded(programme)
    match what:
        case "answer":
            Response.objects.create(
                source="aisance", external_id="1", invitation=invitation, unit=invitation.unit, answered_at=NOON
            )
        case "begin":
            Invitation.objects.update(opened_at=NOON + HOUR, reached=1)
        case "stop":
            stop(invitation.customer_id or 0, "surveys", via="test")
        case "end":
            Invitation.objects.update(expires_at=NOON + 20 * HOUR)
        case "halt":
            stop_programme(programme_id=programme.pk, by=BY)
    for hours in (25, 50, 80):
        with stopped_at(NOON + HOUR * hours):
            remind_due()

    assert subjects() == ["Was"]
    assert Reminder.objects.count() == 0
    invitation.refresh_from_db()
    assert invitation.remind_at is None


def test_a_reminder_may_change_the_way(programme: Programme) -> None:
    reminders = [{"after_hours": 24, "route": "sms"}]
    rules(programme, reminders=reminders, routes=["email"])
    call(customer=claim("both", phone="+33612345678"))
    decided()
    with stopped_at(NOON + HOUR):
        ask_due()
        note_message(event=MessageHandled(f"surveys.invitation:{Invitation.objects.get().pk}", "sent"))
    with stopped_at(NOON + 26 * HOUR):
        remind_due()

    assert list(Message.objects.order_by("pk").values_list("channel", flat=True)) == ["email", "sms"]


def test_a_reminder_waits_for_the_customer_s_morning(programme: Programme) -> None:
    invitation = reminded(programme, hours={"days": [], "from": "09:00", "to": "13:30"}, reminders=[{"after_hours": 3}])

    invitation.refresh_from_db()
    assert invitation.remind_at == NOON + 20 * HOUR
