"""Whoever is one person is asked, written to and counted as one, under whichever record they came."""

from datetime import UTC, datetime, timedelta

import pytest

from aisance.core import clock
from aisance.core.decisions import Allowed
from aisance.core.permissions import system_viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import addresses, everybody, find_or_add_customers, not_same, same
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
