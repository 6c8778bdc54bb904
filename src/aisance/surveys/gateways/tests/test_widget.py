"""The widget asks whether it may ask; its questions are framed by its own web sites and by nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from aisance.core.clock import stopped_at
from aisance.core.permissions import Role, system_viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from aisance.outreach.models import PressureDecision
from aisance.outreach.public import stop
from aisance.surveys.collection.tests.asked import EVERY_KIND, get, open_link
from aisance.surveys.gateways.widget.rules import reference, secret_of_link
from aisance.surveys.models import OpenLink, Response
from aisance.surveys.tests.company import NOON
from tests.cast import Cast

SITE = "https://www.example.org"


@pytest.fixture
def link(cast: Cast) -> OpenLink:
    return open_link(EVERY_KIND[:2], use=OpenLink.Use.WIDGET, origins=[SITE])


def ask(customer: str = "", origin: str = SITE, minutes: float = 60) -> Any:
    with stopped_at(NOON + timedelta(minutes=minutes)):
        sent = {"customer": customer} if customer else {}
        return Client(enforce_csrf_checks=True).post("/l/poster/ask/", sent, headers={"Origin": origin})


def signed(customer: str = "C-1", secret: str = "", minutes: float = 65) -> str:
    secret = secret or secret_of_link(settings.SECRET_KEY, "poster")
    return reference(secret, customer, NOON + timedelta(minutes=minutes))


def known() -> int:
    claim = CustomerClaim({IdentifierKind.EXTERNAL: "C-1"}, "Hélène")
    [customer_id] = find_or_add_customers([claim], by=system_viewer("test"))
    assert customer_id is not None
    return customer_id


def test_a_visitor_without_a_name_may_be_asked_and_nothing_is_stored(link: OpenLink) -> None:
    answer = ask()

    assert answer.json() == {"ask": True}
    assert answer["Access-Control-Allow-Origin"] == SITE
    assert "Origin" in answer["Vary"]
    assert not answer.cookies
    assert (PressureDecision.objects.count(), Response.objects.count()) == (0, 0)


@pytest.mark.parametrize("origin", ["https://evil.example", "", "null", "https://www.example.org.evil.example"])
def test_other_sites_learn_nothing(link: OpenLink, origin: str) -> None:
    answer = ask(origin=origin)

    assert answer.status_code == 404
    assert "Access-Control-Allow-Origin" not in answer


def test_a_closed_link_asks_nobody(link: OpenLink) -> None:
    OpenLink.objects.update(closed_at=NOON)

    assert ask().json() == {"ask": False}


def test_a_known_customer_is_asked_once_and_it_stands_in_the_ledger(link: OpenLink) -> None:
    customer_id = known()

    first, second = ask(signed()), ask(signed(minutes=66), minutes=61)

    assert (first.json(), second.json()) == ({"ask": True}, {"ask": False})
    ledger = PressureDecision.objects.filter(customer_id=customer_id).order_by("decided_at")
    assert [*ledger.values_list("verdict", "channel", "message_class")] == [
        ("allowed", "widget", "survey"),
        ("refused", "widget", "survey"),
    ]


def test_a_reference_that_was_picked_up_opens_nothing_again_and_leaves_no_trace(link: OpenLink) -> None:
    known()
    reference = signed(minutes=1400)

    assert [ask(reference, minutes=minutes).json()["ask"] for minutes in (60, 61, 1399)] == [True, False, False]
    assert PressureDecision.objects.count() == 1


def test_whoever_asked_for_peace_is_not_asked_by_the_widget(link: OpenLink) -> None:
    stop(known(), "surveys", via="test")

    assert ask(signed()).json() == {"ask": False}


@pytest.mark.parametrize("wrong", ["C-1.99999999999.00", "C-1", "forged", "expired", "for a year"])
def test_a_reference_that_does_not_hold_is_a_no(link: OpenLink, wrong: str) -> None:
    known()
    made = {"forged": signed(secret="guessed"), "expired": signed(minutes=59), "for a year": signed(minutes=525_600)}

    assert ask(made.get(wrong, wrong)).json() == {"ask": False}
    assert PressureDecision.objects.count() == 0


def test_only_the_sites_of_the_link_may_frame_its_questions(link: OpenLink) -> None:
    answer = get("/l/poster/?all=1")

    assert f"frame-ancestors {SITE}" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer


def test_nobody_frames_a_link_that_is_no_widget(link: OpenLink) -> None:
    OpenLink.objects.update(use=OpenLink.Use.LINK)

    answer = get("/l/poster/")

    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert ask().status_code == 404


def test_the_line_for_the_web_site_stands_on_the_link_s_page(cast: Cast, link: OpenLink) -> None:
    here = f"/programmes/{link.programme.code}/links/poster/"
    secret = secret_of_link(settings.SECRET_KEY, "poster")

    editor, reader = (cast.client(role).get(here).content.decode() for role in (Role.MANAGER, Role.ANALYST))

    assert "widget-1.js&quot; data-link=&quot;poster&quot;" in editor
    assert secret in editor
    assert secret not in reader
