"""Customers put on hold by hand: on a page of all of them, and on a customer's own page."""

from collections.abc import Iterator

import pytest
from django.test import Client

from aisance.core import clock
from aisance.core.decisions import Allowed
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.journeys.contracts import Channel, InteractionDraft
from aisance.journeys.public import record_interactions
from aisance.outreach.contracts import Later, MessageClass
from aisance.outreach.models import Hold
from aisance.outreach.public import NewHold, hold, weigh
from aisance.outreach.tests.test_pressure_ledger import DAY, NOON, request_of
from tests.cast import BY, Cast

PAGE = "/outreach/pressure/holds/"
GIVEN = {"customer": "ana@customers.example", "reason": "case", "only": "", "until": "2026-03-10", "words": "Case 12"}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.stopped_at(NOON):
        yield


@pytest.fixture
def claire(cast: Cast, customer: int) -> Client:
    who = CustomerClaim({IdentifierKind.EMAIL: "ana@customers.example"})
    contact = InteractionDraft(
        source="test", external_id="1", channel=Channel.PHONE, started_at=NOON, customer=who, unit="lille-a"
    )
    record_interactions([contact], by=BY)
    return cast.client(Role.MANAGER)


def test_a_hold_lasts_through_its_last_day_and_is_lifted_by_hand(claire: Client, customer: int) -> None:
    assert claire.post(PAGE, GIVEN).status_code == 302

    row = Hold.objects.get()
    assert (row.customer_id, row.code, row.words) == (customer, "case", "Case 12")
    assert row.until.isoformat() == "2026-03-10T23:00:00+00:00"  # midnight in Paris
    assert isinstance(weigh([request_of(customer, "a")])[0], Later)
    page = claire.get(PAGE).content.decode()
    assert "Case 12" in page
    assert "An open case" in page

    assert claire.post(f"{PAGE}{row.pk}/lift/")["Location"] == PAGE
    assert weigh([request_of(customer, "a")]) == [Allowed()]
    assert [*AuditEntry.objects.filter(object_type="hold").values_list("action", flat=True)] == [
        "holds.placed",
        "holds.released",
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"customer": "nobody@customers.example"}, "Nobody is known by this."),
        ({"customer": "  "}, "This field is required."),
        ({"until": "2026-03-03"}, "A day from today on, two years ahead at most."),
        ({"until": "2029-01-01"}, "A day from today on, two years ahead at most."),
        ({"reason": "no such"}, "not one of the available choices"),
        ({"only": "legal"}, "not one of the available choices"),
    ],
)
def test_what_makes_no_hold_is_said_under_its_field(claire: Client, changes: dict[str, str], words: str) -> None:
    answer = claire.post(PAGE, {**GIVEN, **changes})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Hold.objects.exists()


def test_a_hold_of_one_class_lets_the_other_pass(customer: int) -> None:
    hold([NewHold(customer, "wish", NOON + 5 * DAY, only="marketing")], by=BY)

    survey, marketing = weigh(
        [request_of(customer, "a"), request_of(customer, "b", 1, message_class=MessageClass.MARKETING)]
    )

    assert survey == Allowed()
    assert marketing == Later(NOON + 5 * DAY, "open-case")


def test_the_customers_page_places_and_lifts(cast: Cast, claire: Client, customer: int) -> None:
    here = f"/customers/{customer}/"
    given = {name: value for name, value in GIVEN.items() if name != "customer"}

    assert "Put on hold" in claire.get(here).content.decode()
    assert claire.post(f"{PAGE}of/{customer}/", {**given, "until": ""}).status_code == 422
    assert claire.post(f"{PAGE}of/{customer}/", given)["Location"] == here
    assert "On hold (An open case)" in claire.get(here).content.decode()
    lifted = claire.post(f"{PAGE}{Hold.objects.get().pk}/lift/", {"customer": "1"})
    assert lifted["Location"] == here
    assert "On hold (An open case)" not in claire.get(here).content.decode()


def test_nobody_below_the_company_places_or_lifts(cast: Cast, claire: Client, customer: int) -> None:
    hold([NewHold(customer, "case", NOON + DAY)], by=BY)
    cast.people[Role.MANAGER].assignments.update(unit=cast.units["france"])
    here = f"{PAGE}{Hold.objects.get().pk}/lift/"

    answers = [
        claire.get(PAGE),
        claire.post(PAGE, GIVEN),
        claire.post(here),
        claire.post(f"{PAGE}of/{customer}/", GIVEN),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert Hold.objects.get().until == NOON + DAY
    assert "Put on hold" not in claire.get(f"/customers/{customer}/").content.decode()
    assert cast.client(Role.ADMINISTRATOR).post(f"{PAGE}of/{customer}/", GIVEN).status_code == 404
