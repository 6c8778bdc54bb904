"""Whom to ask for a testimonial, what they give, what we may do with it, and how they take it back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from aisance.advocacy.contracts import AdvocacyRefusedError, Naming, Place
from aisance.advocacy.models import Switches, Testimonial, TestimonialText, TestimonialUse
from aisance.advocacy.promoters.asking import ask, run_rule
from aisance.advocacy.promoters.giving import give
from aisance.advocacy.promoters.queries import promoters, with_words
from aisance.advocacy.promoters.tokens import signed
from aisance.advocacy.tests.company import KIND, NOW, agree, company, customer
from aisance.cases.contracts import NewCase
from aisance.cases.public import open_case
from aisance.consent.contracts import Act
from aisance.consent.models import Entry
from aisance.core.clock import stopped_at
from aisance.core.events import deliver_events
from aisance.core.permissions import Role
from aisance.outreach.models import Message
from tests.cast import BY, Cast

__all__ = ["company"]

GIVEN = {
    "do": "give",
    "text": "On m’a rappelé à l’heure dite, et tout était réglé.",
    "naming": "first",
    "name": "Anna Garnier",
    "places": ["website", "social"],
    "agrees": "on",
}


def asked(cast: Cast) -> Testimonial:
    return Testimonial.objects.get(pk=ask(customer_id=customer("anna"), unit_id=cast.units["lille-a"].pk, by=BY))


def own(row: Testimonial) -> str:
    return f"/t/{signed(row.pk)}/"


def given(cast: Cast) -> Testimonial:
    row = asked(cast)
    Client().post(own(row), GIVEN)
    row.refresh_from_db()
    return row


def test_promoters_are_those_pleased_twice_in_the_viewers_units(company: Cast) -> None:
    everywhere = promoters(company.viewer(Role.MANAGER))
    at_lille = with_words(promoters(company.viewer(Role.SUPERVISOR)))

    assert {one.customer_id for one in everywhere} == {customer("anna"), customer("bob")}
    assert [(one.customer_id, one.times, one.said[0].text) for one in at_lille] == [(customer("anna"), 2, KIND[0])]


def test_a_promoter_with_an_open_case_is_not_asked(company: Cast) -> None:
    open_case(NewCase(customer("anna"), "reason:1", "by_hand", unit_id=company.units["lille-a"].pk), by=BY)

    [anna] = promoters(company.viewer(Role.SUPERVISOR))
    assert anna.not_now == "open_case"
    with pytest.raises(AdvocacyRefusedError, match="open_case"):
        asked(company)
    assert not Testimonial.objects.exists()
    assert not Message.objects.exists()


def test_nobody_is_asked_twice_within_a_year(company: Cast) -> None:
    asked(company)

    for days in (1, 60, 364):  # also beyond the new year
        with stopped_at(NOW + timedelta(days=days)), pytest.raises(AdvocacyRefusedError, match="asked_within_a_year"):
            asked(company)
    with stopped_at(NOW + timedelta(days=366)):
        asked(company)
    assert Testimonial.objects.count() == Message.objects.filter(purpose="testimonials").count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Testimonial.objects.create(
            customer_id=customer("anna"), year=2026, unit=company.units["lille-a"], language="fr", asked_at=NOW
        )


def test_without_consent_nobody_is_asked_and_nothing_is_left(company: Cast) -> None:
    with pytest.raises(AdvocacyRefusedError, match="no_consent"):
        ask(customer_id=customer("bob"), unit_id=company.units["namur-a"].pk, by=BY)

    assert not Testimonial.objects.exists()
    assert not Message.objects.exists()


def test_the_page_says_why_somebody_cannot_be_asked(company: Cast) -> None:
    page = company.client(Role.MANAGER).get("/promoters/").content.decode()

    assert page.count("Ask for a testimonial") == 1
    assert "They have not agreed to be asked." in page
    assert f"/customers/{customer('bob')}/consent/" in page


def test_a_supervisor_asks_in_their_units_and_nowhere_else(company: Cast) -> None:
    samira = company.client(Role.SUPERVISOR)
    agree("bob")

    assert samira.post(f"/promoters/{customer('bob')}/ask/").status_code == 404
    assert company.client(Role.ADVISOR).post(f"/promoters/{customer('anna')}/ask/").status_code == 403
    assert not Testimonial.objects.exists()
    assert samira.post(f"/promoters/{customer('anna')}/ask/").status_code == 302
    row = Testimonial.objects.get()
    assert own(row) in Message.objects.get().body
    agree("bob")
    ask(customer_id=customer("bob"), unit_id=company.units["namur-a"].pk, by=BY)
    foreign = Testimonial.objects.latest("pk")
    assert samira.get(f"/promoters/testimonials/{foreign.pk}/").status_code == 404


def test_reading_the_link_records_nothing_and_wrong_words_keep_nothing(company: Cast) -> None:
    row = asked(company)
    entries = Entry.objects.count()

    page = Client().get(own(row))
    assert page.status_code == 200
    assert "Anna" not in page.content.decode()
    assert not page.cookies
    bad: list[dict[str, Any]] = [{"agrees": ""}, {"places": []}, {"places": ["x"]}, {"naming": "x"}, {"name": " "}]
    for wrong in [*bad, {"text": "Hi"}]:
        assert Client().post(own(row), {**GIVEN, **wrong}).status_code == 422
    assert Client().get("/t/1.nonsense/").status_code == 404
    row.refresh_from_db()
    assert (row.state, TestimonialText.objects.count(), Entry.objects.count()) == ("asked", 0, entries)


def test_what_is_given_is_proved_in_the_ledger(company: Cast) -> None:
    row = given(company)

    assert (row.state, row.shown_name, row.places) == ("given", "Anna", ["website", "social"])
    entry = Entry.objects.get(position=row.proof)
    assert (entry.purpose, entry.act, entry.method, entry.notice.number) == ("publication", Act.GRANTED, "form", 1)
    assert entry.person.proof["places"] == ["website", "social"]
    Client().post(own(row), {**GIVEN, "text": "Something else entirely."})  # a second time changes nothing
    assert [text.text for text in row.texts.all()] == [GIVEN["text"]]


def test_our_wording_goes_back_to_the_customer(company: Cast) -> None:
    row, claire = given(company), company.client(Role.MANAGER)
    claire.post(f"/promoters/testimonials/{row.pk}/accept/")
    claire.post(f"/promoters/testimonials/{row.pk}/words/", {"text": "Rappelée à l’heure dite."})

    row.refresh_from_db()
    assert row.state == "edited"
    assert Message.objects.filter(purpose="service", message_class="service").count() == 1
    use = {"place": "website", "where": "/avis", "used_on": "2026-11-20"}
    claire.post(f"/promoters/testimonials/{row.pk}/use/", use)
    assert not TestimonialUse.objects.exists()

    Client().post(own(row), {"do": "yes"})
    row.refresh_from_db()
    assert row.state == "approved"
    assert Entry.objects.get(position=row.proof).person.key == f"advocacy.testimonial:{row.pk}:2"
    assert claire.post(f"/promoters/testimonials/{row.pk}/use/", {**use, "place": "print"}).status_code == 422
    claire.post(f"/promoters/testimonials/{row.pk}/use/", use)
    assert TestimonialUse.objects.get().where == "/avis"


def test_a_supervisor_reads_and_uses_nothing(company: Cast) -> None:
    row, samira = given(company), company.client(Role.SUPERVISOR)

    assert samira.get(f"/promoters/testimonials/{row.pk}/").status_code == 200
    assert samira.post(f"/promoters/testimonials/{row.pk}/accept/").status_code == 403
    row.refresh_from_db()
    assert row.state == "given"


def test_words_taken_back_are_to_be_taken_down(company: Cast) -> None:
    row, claire = given(company), company.client(Role.MANAGER)
    claire.post(f"/promoters/testimonials/{row.pk}/accept/")
    use = {"place": "website", "where": "/avis", "used_on": "2026-11-20"}
    claire.post(f"/promoters/testimonials/{row.pk}/use/", use)

    Client().post(own(row), {"do": "withdraw"})

    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert Entry.objects.latest("position").act == Act.WITHDRAWN
    assert "/avis" in claire.get("/promoters/testimonials/").content.decode()
    [standing] = row.uses.all()
    claire.post(f"/promoters/testimonials/{row.pk}/use/{standing.pk}/taken-down/")
    standing.refresh_from_db()
    assert standing.taken_down_at == NOW
    assert claire.get("/promoters/testimonials/").context["to_take_down"] == []


def test_a_withdrawal_elsewhere_ends_it_too(company: Cast) -> None:
    from aisance.consent.contracts import Method
    from aisance.consent.public import withdraw

    row = given(company)
    withdraw(customer("anna"), by=BY, method=Method.PHONE, purpose="publication")
    while deliver_events():
        pass

    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_the_rule_asks_once_a_day_and_only_where_it_is_on(company: Cast) -> None:
    agree("bob")
    assert run_rule() == 0
    company.client(Role.MANAGER).post("/promoters/rule/", {"asks_by_rule": "on", "asks_a_day": "1"})

    assert (run_rule(), run_rule()) == (1, 0)
    assert Testimonial.objects.get().asked_by is None
    with stopped_at(NOW + timedelta(days=1)):
        assert (run_rule(), run_rule()) == (1, 0)
    assert Switches.objects.get().asks_a_day == 1


def test_a_declined_request_takes_no_words(company: Cast) -> None:
    row = asked(company)
    Client().post(own(row), {"do": "decline"})

    with pytest.raises(AdvocacyRefusedError):
        give(
            testimonial_id=row.pk,
            text="Too late.",
            naming=Naming.NONE,
            name="",
            places=[Place.WEBSITE],
            link="",
            by=BY,
        )
    row.refresh_from_db()
    assert (row.state, row.texts.count()) == ("declined", 0)
