"""The list of single contacts: filters, whom it names, whom it keeps out."""

import re

import pytest
from django.test import Client

from aisance.core import clock
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.indicators.tests.company import NOON, call, lay_vocabulary, together
from aisance.journeys.contracts import Channel, Direction
from tests.cast import Cast
from tests.standing import standing

DAYS = {"start": "2026-11-01", "end": "2026-11-30"}
MIA = CustomerClaim({IdentifierKind.EMAIL: "mia@example.org"}, name="Mia Dupont")


def _lay(cast: Cast) -> None:
    lay_vocabulary()
    with clock.stopped_at(NOON), together():
        call("answered", times=2, unit="lille-a", step="order", reason="bill", customer=MIA, advisor="ad-1")
        call("abandoned", unit="lille-b", step="pay", wait_seconds=40)
        call("resolved", unit="namur-a", channel=Channel.CHAT, language="nl", handling_seconds=90)
        call("answered", unit="lille", direction=Direction.OUTBOUND, days=20)
        call(None, unit="lille", channel=Channel.EMAIL)


contacts = standing(_lay)


def listed(client: Client, words: dict[str, str]) -> int:
    page = client.get("/contacts/", DAYS | words)
    assert page.status_code == 200
    return int(page.context["page"].paginator.count)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ({}, 6),
        ({"unit": "lille"}, 5),
        ({"unit": "lille", "exactly": "unit"}, 2),
        ({"unit": "lille-b,namur"}, 2),
        ({"channel": "phone"}, 4),
        ({"channel": "chat,email"}, 2),
        ({"step": "pay"}, 1),
        ({"reason": "bill"}, 2),
        ({"advisor": "ad-1"}, 2),
        ({"language": "nl"}, 1),
        ({"without": "step"}, 3),
        ({"without": "advisor,language"}, 3),
        ({"outcome": "abandoned"}, 1),
        ({"outcome": "abandoned,resolved"}, 2),
        ({"end": "2026-11-10"}, 5),
        ({"counted": "over"}, 4),
        ({"counted": "calls"}, 3),
        ({"counted": "calls-waited"}, 1),
        ({"counted": "reasons-served"}, 2),
    ],
)
def test_filters_keep_what_they_name(contacts: Cast, words: dict[str, str], count: int) -> None:
    assert listed(contacts.client(Role.MANAGER), words) == count


@pytest.mark.parametrize(
    "words",
    [
        {"unit": "nowhere"},
        {"channel": "pigeon"},
        {"step": "x"},
        {"reason": "bill,x"},
        {"advisor": "x"},
        {"outcome": "x"},
        {"counted": "x"},
        {"exactly": "step"},
        {"without": "unit"},
        {"start": "2026-12-01"},
        {"start": "yesterday"},
    ],
)
def test_what_names_nothing_is_refused(contacts: Cast, words: dict[str, str]) -> None:
    page = contacts.client(Role.MANAGER).get("/contacts/", DAYS | words)

    assert page.status_code == 422
    assert page.context["page"].paginator.count == 0


def test_a_supervisor_lists_the_contacts_of_their_units_only(contacts: Cast) -> None:
    samira = contacts.client(Role.SUPERVISOR)

    assert listed(samira, {}) == 5
    assert samira.get("/contacts/", DAYS | {"unit": "namur"}).status_code == 422


def test_an_analyst_sees_contacts_and_not_customers(contacts: Cast) -> None:
    text = contacts.client(Role.ANALYST).get("/contacts/", DAYS).content.decode()

    assert "Your role sees contacts, not customers." in text
    assert "Mia Dupont" not in text
    assert re.search(r"/customers/\d", text) is None


def test_who_may_see_customers_is_led_to_them(contacts: Cast) -> None:
    text = contacts.client(Role.MANAGER).get("/contacts/", DAYS | {"reason": "bill"}).content.decode()

    assert text.count("Mia Dupont</a>") == 2


def test_who_sees_no_contacts_is_refused(contacts: Cast) -> None:
    page = contacts.client(Role.ADMINISTRATOR).get("/contacts/", DAYS)

    assert page.status_code == 403
    assert "Mia Dupont" not in page.content.decode()
