"""The pages of pressure: what each rule held back, setting a rule, and why a customer was asked or not."""

import csv
from collections.abc import Iterator

import pytest
from django.test import Client

from aisance.core import clock
from aisance.core.decisions import Allowed, Refused
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.journeys.contracts import Channel, InteractionDraft
from aisance.journeys.public import record_interactions
from aisance.outreach.contracts import EarlierDelay, ProgrammeTally, RuleTally
from aisance.outreach.models import PressureRule
from aisance.outreach.public import NewHold, hold, ledger_by_programme, ledger_by_rule, ledger_of, weigh, withdraw
from aisance.outreach.tests.test_pressure_ledger import DAY, NOON, request_of
from tests.cast import BY, Cast

PAGE = "/outreach/pressure/"
CAP = {
    "code": "two-a-month",
    "name_fr": "Deux par mois",
    "name_en": "Two a month",
    "limit": "2",
    "days": "30",
    "per": "all",
    "classes": ["survey", "marketing"],
    "family": "",
    "programme": "",
    "channel": "",
    "effect": "delay",
    "position": "5",
    "is_active": "on",
}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with clock.stopped_at(NOON):
        yield


@pytest.fixture
def ledger(cast: Cast, customer: int) -> int:
    """A customer with two requests that went through, one being withdrawn, one that waited, and one not asked."""
    contact = InteractionDraft(
        source="test",
        external_id="1",
        channel=Channel.PHONE,
        started_at=NOON,
        customer=CustomerClaim({IdentifierKind.EMAIL: "ana@customers.example"}),
        unit="lille-a",
    )
    record_interactions([contact], by=BY)
    weigh([request_of(customer, "w", -20, programme="ces"), request_of(customer, "a")])
    weigh([request_of(customer, "b", 2), request_of(customer, "c", 0.5), request_of(customer, "d", 1, programme="ces")])
    withdraw(["w"])
    weigh([request_of(customer, "b", 7)])
    return customer


def test_the_ledger_adds_up_by_rule_and_by_programme(cast: Cast, ledger: int) -> None:
    viewer, day = cast.viewer(Role.MANAGER), NOON.date()

    assert ledger_by_rule(viewer, day, day) == [
        RuleTally("one-after-a-run", "csat", 0, 1),
        RuleTally("one-survey-a-week", "ces", 1, 0),
        RuleTally("one-survey-a-week", "csat", 1, 0),
    ]
    assert ledger_by_programme(viewer, day, day) == [
        ProgrammeTally("ces", 0, 1, 0, 1),
        ProgrammeTally("csat", 2, 0, 1, 0),
    ]
    assert ledger_by_rule(viewer, day, day, "ces") == [RuleTally("one-survey-a-week", "ces", 1, 0)]
    assert ledger_by_programme(viewer, (NOON + DAY).date(), (NOON + DAY).date()) == []


def test_whoever_may_see_the_customer_reads_each_decision_with_its_delays(cast: Cast, ledger: int) -> None:
    lines = {line.key: line for line in ledger_of(cast.viewer(Role.SUPERVISOR), ledger)}

    assert {key: (line.verdict, line.rule) for key, line in lines.items()} == {
        "w": ("withdrawn", ""),
        "a": ("allowed", ""),
        "b": ("allowed", "one-survey-a-week"),
        "c": ("refused", "one-after-a-run"),
        "d": ("later", "one-survey-a-week"),
    }
    assert lines["b"].delays == (EarlierDelay("one-survey-a-week", NOON + 2 * DAY, NOON + 7 * DAY, NOON),)
    assert ledger_of(cast.viewer(Role.ANALYST), ledger) == []


def test_the_page_names_each_rule_with_what_it_held_back(cast: Cast, ledger: int) -> None:
    hold([NewHold(ledger, "case", NOON + DAY)], by=BY)

    page = cast.client(Role.MANAGER).get(PAGE).content.decode()

    assert "2 of 5 requests to contact a customer went through" in page
    assert "One survey a week for each customer" in page
    assert "At most 1 message in 7 days to a customer: surveys. What it holds back waits." in page
    assert "1 customer is on hold now." in page


def test_the_page_shows_one_programme_or_all(cast: Cast, ledger: int) -> None:
    client = cast.client(Role.MANAGER)

    page = client.get(PAGE, {"programme": "ces"}).content.decode()

    assert "0 of 2 requests to contact a customer went through" in page
    assert '<option value="csat">csat</option>' in page
    assert '<option value="ces" selected>ces</option>' in page
    assert client.get(PAGE, {"programme": "Not a code"}).status_code == 422


def test_the_sums_leave_as_files(cast: Cast, ledger: int) -> None:
    client = cast.client(Role.ANALYST)

    rules = client.get(PAGE, {"format": "csv", "table": "rules"}).content.decode("utf-8-sig")
    programmes = client.get(PAGE, {"format": "csv", "table": "programmes"}).content.decode("utf-8-sig")

    assert [row for row in csv.reader(rules.splitlines()) if "one-after-a-run" in row] == [
        ["one-after-a-run", "Several contacts in a row lead to one invitation", "csat", "0", "1"]
    ]
    assert ["csat", "", "3", "2", "0", "1", "0"] in list(csv.reader(programmes.splitlines()))


def test_a_day_that_is_none_is_said_under_its_field(cast: Cast) -> None:
    answer = cast.client(Role.MANAGER).get(PAGE, {"start": "2026-03-04", "end": "2026-03-01"})

    assert answer.status_code == 422
    assert "The last day lies before the first." in answer.content.decode()


def test_a_rule_that_is_set_holds_from_then_on(cast: Cast, customer: int) -> None:
    client = cast.client(Role.MANAGER)

    assert client.post(f"{PAGE}rules/new?kind=cap", CAP).status_code == 302
    off = {**CAP, "name_en": "Weekly", "limit": "1", "days": "7"}
    del off["is_active"]
    assert client.post(f"{PAGE}rules/one-survey-a-week", off).status_code == 302

    assert weigh([request_of(customer, str(n), n * 2) for n in range(3)]) == [
        Allowed(),
        Allowed(),
        Refused("two-a-month"),  # it would be free only after it has expired
    ]
    entry = AuditEntry.objects.get(action="pressure_rule.set", object_id="one-survey-a-week")
    assert (entry.actor_name, entry.changes["is_active"]) == ("Claire Morvan", [True, False])


def test_a_removed_rule_is_gone_and_a_ready_made_one_is_as_installed(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)
    client.post(f"{PAGE}rules/new?kind=cap", CAP)
    client.post(f"{PAGE}rules/one-survey-a-week", CAP)

    for code in ("two-a-month", "one-survey-a-week"):
        assert client.post(f"{PAGE}rules/{code}/remove").status_code == 302

    assert not PressureRule.objects.exists()
    page = client.get(PAGE).content.decode()
    assert "Two a month" not in page
    assert "One survey a week for each customer" in page


@pytest.mark.parametrize(
    ("kind", "changes", "words"),
    [
        ("cap", {"limit": "0"}, "greater than or equal to 1"),
        ("cap", {"code": "one-survey-a-week"}, "There is a rule with this code already."),
        ("cap", {"code": "Two"}, "Expected at most 40 small letters, digits and hyphens."),
        ("reserve", {"every_days": "0"}, "Name the programme or the family for which room is kept."),
        ("reserve", {"days": "30", "every_days": "701"}, "at most 730 days: decisions are kept no longer"),
        ("apart", {"other": "ces", "programme": "ces"}, "A programme cannot stay away from itself"),
        ("hold", {"hold_codes": "Case!"}, "Case! is not one of the available choices"),
        ("cap", {"programme": "nowhere"}, "nowhere is not one of the available choices"),
    ],
)
def test_a_rule_that_says_nothing_is_refused_with_the_reason(
    cast: Cast, kind: str, changes: dict[str, str], words: str
) -> None:
    before = PressureRule.objects.create(code="known", kind="apart", programme="ces", other="ces")

    answer = cast.client(Role.MANAGER).post(f"{PAGE}rules/new?kind={kind}", {**CAP, **changes})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert [*PressureRule.objects.all()] == [before]


@pytest.mark.parametrize("kind", ["cap", "apart", "hold", "reserve"])
def test_each_kind_of_rule_can_be_made_and_says_what_it_does(cast: Cast, customer: int, kind: str) -> None:
    client = cast.client(Role.MANAGER)
    weigh([request_of(customer, "a", programme="nps"), request_of(customer, "b", 30)])
    given = {**CAP, "programme": "nps", "other": "csat", "every_days": "90", "hold_codes": ["case", "complaint"]}

    assert client.get(f"{PAGE}rules/new?kind={kind}").status_code == 200
    assert client.post(f"{PAGE}rules/new?kind={kind}", given).status_code == 302
    assert client.get(f"{PAGE}rules/two-a-month").status_code == 200

    says = {
        "cap": "At most 2 messages in 30 days to a customer: surveys, marketing of the programme nps.",
        "apart": "Not within 30 days before or after a message of csat: surveys, marketing of the programme nps.",
        "hold": "Not while the customer is on hold for case, complaint: surveys, marketing of the programme nps.",
        "reserve": "comes within 30 days: all messages of the programme nps. It is due 90 days after the last one.",
    }
    assert says[kind] in client.get(PAGE).content.decode()


def test_the_rules_are_the_companys(cast: Cast) -> None:
    cast.people[Role.MANAGER].assignments.update(unit=cast.units["france"])
    client = cast.client(Role.MANAGER)

    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}rules/new?kind=cap", CAP).status_code == 403
    assert client.post(f"{PAGE}rules/one-survey-a-week", CAP).status_code == 403
    assert client.post(f"{PAGE}rules/one-survey-a-week/remove").status_code == 403
    assert not PressureRule.objects.exists()


def test_an_unknown_rule_is_not_found(cast: Cast) -> None:
    client: Client = cast.client(Role.MANAGER)

    assert client.get(f"{PAGE}rules/none").status_code == 404
    assert client.post(f"{PAGE}rules/none/remove").status_code == 404


def test_the_customers_page_says_why_they_were_asked_or_not(cast: Cast, ledger: int) -> None:
    hold([NewHold(ledger, "case", NOON + DAY)], by=BY)

    page = cast.client(Role.SUPERVISOR).get(f"/customers/{ledger}/").content.decode()

    assert "Asked or not, and why" in page
    assert "Several contacts in a row lead to one invitation" in page
    assert "put off from 6 March, 13:00 to 11 March, 13:00:" in page
    assert "On hold (An open case) until 5 March 2026, 13:00" in page
