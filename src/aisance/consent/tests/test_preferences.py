"""The customer's own page: shown without a trace, changed by posting, holding at once."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from aisance.consent.contracts import ConsentReason
from aisance.consent.models import Entry, EntryPerson
from aisance.consent.public import confirmation_link, one_click_link, preference_link, record
from aisance.consent.tests.test_ledger import BY, NOON, added, asked, yes
from aisance.consent.views.preferences import LINK_LIMIT
from aisance.core import clock
from aisance.core.decisions import Allowed, Refused


@pytest.fixture
def customer(db: None) -> int:
    return added("helene.garnier")


def path(link: str) -> str:
    return re.sub("^https?://[^/]+", "", link)


def page(customer: int, language: str = "en") -> str:
    return path(preference_link(customer, language))


def test_the_page_shows_what_holds_and_nothing_about_the_customer(client: Client, customer: int) -> None:
    before = Entry.objects.count()
    for method in (client.get, client.head):
        response = method(page(customer))
        assert response.status_code == 200
    text = client.get(page(customer)).content.decode()

    assert "h•••@•••.example" in text
    assert "helene" not in text
    shown = [("surveys email", " checked"), ("news email", ""), ("testimonials email", "")]
    assert re.findall(r'value="(\w+ \w+)"( checked)?', text) == shown
    assert response["Cache-Control"] == "no-store"
    assert Entry.objects.count() == before


def test_what_is_chosen_holds_at_once_with_the_words_that_were_read(client: Client, customer: int) -> None:
    response = client.post(page(customer), {"do": "choose", "allow": ["news email"], "wish": "monthly"})

    assert response.status_code == 302
    assert asked(customer, "news", address="helene.garnier@customers.example") == Allowed()
    assert asked(customer, "surveys") == Refused(ConsentReason.WITHDRAWN)
    assert asked(customer, "surveys", "sms") == Refused(ConsentReason.WITHDRAWN)
    grant = EntryPerson.objects.get(entry__act="granted")
    assert (grant.entry.notice.number, grant.entry.language, len(str(grant.proof["served"]))) == (1, "en", 64)  # type: ignore[union-attr]
    assert set(Entry.objects.values_list("act", flat=True)) == {"granted", "withdrawn", "wished"}


def test_the_same_choice_again_says_nothing_new(client: Client, customer: int) -> None:
    for _ in range(2):
        client.post(page(customer), {"do": "choose", "allow": ["news email", "surveys email"], "wish": ""})

    assert Entry.objects.count() == 1


def test_a_pause_and_a_stop(client: Client, customer: int) -> None:
    with clock.stopped_at(NOON):
        client.post(page(customer), {"do": "pause"})
        assert asked(customer, "surveys") == Refused(ConsentReason.PAUSED)
        assert Entry.objects.get().until == NOON + timedelta(days=30)

        client.post(page(customer), {"do": "resume"})
        assert asked(customer, "surveys") == Allowed()

        client.post(page(customer), {"do": "stop"})
        assert asked(customer, "surveys") == Refused(ConsentReason.WITHDRAWN)
        text = client.get(page(customer)).content.decode()
        assert text.count("Withdrawn") == 1
        assert "Paused" in text


def test_a_mail_programme_stops_one_purpose_by_one_click(client: Client, customer: int) -> None:
    link = path(one_click_link(customer, "surveys"))
    assert "<form" in client.get(link).content.decode()
    assert not Entry.objects.exists()

    for _ in range(2):
        assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert asked(customer, "surveys") == Refused(ConsentReason.WITHDRAWN)
    assert Entry.objects.get().method == "one_click"


def test_a_strange_link_leads_nowhere_and_a_flood_is_slowed_down(client: Client, customer: int) -> None:
    assert client.get("/preferences/1.strange/").status_code == 404
    assert client.post("/preferences/confirm/1-1.strange/").status_code == 404
    LINK_LIMIT.forget()
    with clock.stopped_at(NOON):
        codes = [client.post(page(customer), {"do": "resume"}).status_code for _ in range(31)]
    LINK_LIMIT.forget()

    assert codes[-2:] == [302, 429]


def test_a_withdrawn_yes_is_not_confirmed(client: Client, customer: int) -> None:
    record([yes(customer)], by=BY)
    client.post(page(customer), {"do": "stop"})

    assert "nothing left" in client.post(path(confirmation_link(customer, 1)) + "?lang=en").content.decode()
    assert not Entry.objects.filter(act="confirmed").exists()
