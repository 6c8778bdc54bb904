"""Whoever is one person is asked, written to and counted as one, under whichever record they came."""

from datetime import UTC, datetime, timedelta

import pytest

from aisance.core import clock
from aisance.core.decisions import Allowed
from aisance.core.permissions import system_viewer
from aisance.core.worker import run_until_idle
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import addresses, everybody, find_or_add_customers, not_same, same, take_back
from aisance.journeys.contracts import Channel, InteractionDraft, Outcome
from aisance.journeys.public import record_interactions
from aisance.lake.public import pull, rows
from aisance.outreach.contracts import ContactRequest, MessageChannel, MessageClass
from aisance.outreach.models import PressureRule
from aisance.outreach.pressure.deciding import weigh
from aisance.surveys.queries.candidates import asked_of
from tests.cast import Cast

BY = system_viewer("test")
NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)


def two_rows() -> tuple[int, int]:
    claims = [
        CustomerClaim({IdentifierKind.EMAIL: "helene@example.org"}),
        CustomerClaim({IdentifierKind.PHONE: "0612345678"}),
    ]
    by_mail, by_phone = find_or_add_customers(claims, by=BY)
    return by_mail or 0, by_phone or 0


def request(key: str, customer_id: int) -> ContactRequest:
    return ContactRequest(
        key=key,
        customer_id=customer_id,
        message_class=MessageClass.SURVEY,
        family="survey",
        programme="p",
        channel=MessageChannel.EMAIL,
        at=NOW,
        expires_at=NOW + timedelta(days=1),
    )


def test_contact_pressure_counts_what_went_to_any_record_of_a_person(cast: Cast) -> None:
    one, other = two_rows()
    PressureRule.objects.create(code="one-a-week", kind="cap", effect="refuse", classes=["survey"], limit=1, days=7)
    same(one, other, by=BY, reason="")

    with clock.stopped_at(NOW):
        first, second = weigh([request("a", one)]), weigh([request("b", other)])
        not_same(one, other, by=BY, reason="")
        third = weigh([request("c", other)])

    assert isinstance(first[0], Allowed)
    assert not isinstance(second[0], Allowed)
    assert isinstance(third[0], Allowed)


@pytest.mark.django_db
def test_a_person_is_reached_and_drawn_once() -> None:
    one, other = two_rows()
    same(one, other, by=BY, reason="")

    assert addresses([one, other], IdentifierKind.PHONE) == {one: "+33612345678", other: "+33612345678"}
    assert [pk for pk, _traits in everybody()] == [one]
    asked = asked_of([one, other], NOW)
    asked[one].append(NOW)
    assert asked[other] == [NOW]


def test_the_store_counts_a_persons_contacts_as_one_persons(cast: Cast) -> None:
    one, other = two_rows()
    [recorded] = record_interactions(
        [
            InteractionDraft(
                source="telephony",
                external_id="1",
                channel=Channel.PHONE,
                started_at=NOW,
                customer=CustomerClaim({IdentifierKind.PHONE: "0612345678"}),
                outcome=Outcome.ANSWERED,
            )
        ],
        by=BY,
    )
    pull()
    assert _bearers() == {other}

    judged = same(one, other, by=BY, reason="")
    run_until_idle()
    pull()
    assert _bearers() == {one}

    take_back(judged, by=BY)
    run_until_idle()
    pull()
    assert _bearers() == {other}
    assert recorded.status


def _bearers() -> set[int]:
    return {row[0] for row in rows("interactions", lambda table: table.select("customer_id"))}
