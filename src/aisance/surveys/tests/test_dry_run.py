"""A dry run: the decisions of a past month, counted and not stored."""

from datetime import timedelta

import pytest
from django.test import Client

from aisance.core.clock import stopped_at
from aisance.core.events import deliver_events
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim
from aisance.journeys.models import Interaction
from aisance.outreach.models import PressureDecision
from aisance.surveys.models import Invitation, Programme
from aisance.surveys.public import dry_run_by_code, month_of
from aisance.surveys.tests.company import BY, NOON, call, running_programme
from aisance.surveys.tests.test_deciding import rules
from aisance.surveys.tests.test_rules_of_programmes import claim
from tests.cast import Cast

DAY = timedelta(days=1)
NOVEMBER = month_of("2026-11")
DECEMBER = NOON + timedelta(days=14)


@pytest.fixture
def programme(cast: Cast) -> Programme:
    programme = running_programme()
    rules(programme, quiet_days=0, valid_hours=24 * 14)
    return programme


def a_month() -> None:
    """One customer calls on the 1st, 3rd and 4th, another on the 20th; somebody unknown on the 21st."""
    for n, day in enumerate((1, 3, 4)):
        call(f"often-{n}", ended_at=NOON + (day - 19) * DAY, customer=claim("often"))
    call("once", ended_at=NOON + DAY, customer=claim("once"))
    call("nobody", ended_at=NOON + 2 * DAY, customer=CustomerClaim())
    call("october", ended_at=NOON - 20 * DAY, customer=claim("october"))


def test_a_dry_run_accounts_for_every_contact_and_stores_nothing(programme: Programme) -> None:
    a_month()
    before = AuditEntry.objects.count()

    with stopped_at(DECEMBER):
        run = dry_run_by_code(BY, programme.code, NOVEMBER)

    assert (run.eligible, run.asked, run.delayed, run.routes) == (5, 3, 1, {"email": 3})
    assert run.delayed_by == {"one-survey-a-week": 1}
    # The calls of the 3rd and the 4th would both have come back on the 8th, and lead to one invitation.
    assert (run.refused, run.by_rule) == ({"unknown_customer": 1, "under_pressure": 1}, {"one-after-a-run": 1})
    assert (Invitation.objects.count(), PressureDecision.objects.count(), AuditEntry.objects.count()) == (0, 0, before)


def test_what_others_asked_counts_and_what_the_programme_itself_asked_does_not(programme: Programme) -> None:
    a_month()
    with stopped_at(NOON + DAY + timedelta(minutes=1)):
        deliver_events()
    assert PressureDecision.objects.filter(verdict="allowed").exists()

    with stopped_at(DECEMBER):
        assert dry_run_by_code(BY, programme.code, NOVEMBER).asked == 3
        often = Interaction.objects.get(external_id="often-0").customer_id
        PressureDecision.objects.update(programme="another", at=NOON - 17 * DAY, customer_id=often)
        assert dry_run_by_code(BY, programme.code, NOVEMBER).by_rule == {"one-after-a-run": 2}


def test_the_draft_is_tried_where_one_waits(programme: Programme, cast: Cast) -> None:
    a_month()
    form = cast.client(Role.MANAGER).get("/programmes/after-a-contact/edit/").context["form"]
    data = {name: value for name in form.fields if (value := form[name].value()) is not None}
    cast.client(Role.MANAGER).post("/programmes/after-a-contact/edit/", {**data, "channels": ["chat"]})

    with stopped_at(DECEMBER):
        assert dry_run_by_code(BY, programme.code, NOVEMBER).eligible == 0


def test_the_page_says_what_would_have_been(programme: Programme, cast: Cast) -> None:
    a_month()

    with stopped_at(DECEMBER):
        text = cast.client(Role.MANAGER).get("/programmes/after-a-contact/dry-run/").content.decode()

    assert "3 of 5 eligible contacts of November 2026 would have been asked about." in text
    for words in (
        "delayed by the rule “One survey a week for each customer”",
        "The customer is not known",
        "October 2026",
        "nothing was stored",
    ):
        assert words in text


@pytest.mark.parametrize("month", ["2026", "soon", "2026-13", "99999-01"])
def test_a_month_that_is_none_is_not_found(programme: Programme, cast: Cast, month: str) -> None:
    client: Client = cast.client(Role.MANAGER)
    assert client.get(f"/programmes/after-a-contact/dry-run/?month={month}").status_code == 404
