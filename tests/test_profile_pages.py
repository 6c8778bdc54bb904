"""Fields, questions, services and the client book, through their pages."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from aisance.core import clock
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.models import Asking, BookNote, Customer, ProfileField, ProfileValue, ServiceChoice
from aisance.customers.profile.asking import give_value, note_use
from aisance.customers.profile.contracts import Fate, FieldKind, Option, ServiceCard, Use, Way
from aisance.customers.profile.counting import count_fields, remove_expired, unused_fields
from aisance.customers.profile.exchange import set_service
from aisance.customers.profile.fields import set_field
from aisance.customers.profile.measuring import ways_beside_each_other
from aisance.customers.profile.queries import field_card, questions_for
from aisance.customers.profile.tests.fields import field as _field
from aisance.customers.profile.tokens import services_link
from aisance.journeys.contracts import Channel, InteractionDraft, Outcome
from aisance.journeys.public import record_interactions
from aisance.surveys.tests.company import NOON, address, invited, running_programme
from tests.cast import BY, Cast

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def helene(cast: Cast) -> int:
    """A customer in contact with the team Lille A only."""
    claim = CustomerClaim({IdentifierKind.EMAIL: "helene@example.org"}, "Hélène Garnier", "fr")
    call = InteractionDraft(
        source="telephony",
        external_id="1",
        channel=Channel.PHONE,
        started_at=NOW,
        customer=claim,
        unit="lille-a",
        outcome=Outcome.RESOLVED,
    )
    record_interactions([call], by=BY)
    return Customer.objects.get().pk


FORM = {
    "code": "moving",
    "name_fr": "Déménagement",
    "name_en": "Moving house",
    "question_fr": "Déménagez-vous bientôt ?",
    "question_en": "Will you move soon?",
    "kind": "yes_no",
    "options": "",
    "use": "segment",
    "use_name": "movers",
    "purpose_fr": "préparer votre ligne",
    "purpose_en": "to prepare your line",
    "keep_days": "180",
    "needed": "no",
    "weight": "3",
}


def test_a_field_without_a_named_use_is_refused(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)

    refused = client.post("/customers/fields/new", {**FORM, "use_name": " "})

    assert refused.status_code == 422
    assert ProfileField.objects.count() == 0
    assert client.post("/customers/fields/new", FORM).status_code == 302
    card = field_card("moving")
    assert card
    assert (card.kind, card.use_name, card.keep_days, card.is_mandatory) == (FieldKind.YES_NO, "movers", 180, False)
    page = client.get("/customers/fields/moving/").content.decode()
    assert "You are free not to answer. It is for this: to prepare your line. It is kept for 180 days." in page
    assert client.get("/customers/fields/").status_code == client.get("/customers/collecting/").status_code == 200


def test_an_unused_field_is_listed_and_goes_with_its_values(cast: Cast, helene: int) -> None:
    set_field(_field("read"), by=BY)
    set_field(_field("unread"), by=BY)
    set_field(_field("duty", use=Use.LEGAL_DUTY, use_name="L. 561-5"), by=BY)
    give_value(customer_id=helene, code="unread", given="x", way=Way.SERVICE, source="service", contact="1", by=BY)
    later = NOW + timedelta(days=200)
    with clock.stopped_at(later):
        note_use(["read"], kind=Use.SEGMENT, name="movers")
        count_fields()
        client = cast.client(Role.MANAGER)
        page = client.get("/customers/fields/").content.decode()

        assert unused_fields() == {"unread"}
        assert "1 value is deleted for good" in page
        assert dict(ProfileField.objects.values_list("code", "uses")) == {"read": 1, "unread": 0, "duty": 1}
        assert client.post("/customers/fields/unread/remove").status_code == 302
    assert ProfileValue.objects.count() == 0
    assert field_card("unread") is None


def test_an_advisor_asks_the_next_question_and_a_refusal_is_respected(cast: Cast, helene: int) -> None:
    options = (Option("fibre", {"en": "Fibre", "fr": "Fibre"}), Option("adsl", {"en": "ADSL", "fr": "ADSL"}))
    set_field(_field("line", FieldKind.CHOICE, options=options, weight=5), by=BY)
    set_field(_field("pets"), by=BY)
    advisor = cast.client(Role.ADVISOR)
    page = advisor.get(f"/customers/{helene}/").content.decode()

    assert "line?" in page
    assert "You are free not to answer. It is for this: to serve you. It is kept for 1 year." in page
    wrong = advisor.post(f"/customers/{helene}/profile/line/", {"value": "cable"})
    assert wrong.status_code == 422
    assert advisor.post(f"/customers/{helene}/profile/line/", {"said": "refused"}).status_code == 302
    assert Asking.objects.get().fate == Fate.REFUSED
    assert questions_for(helene, 1, contact=Asking.objects.get().contact) == []
    with clock.stopped_at(NOW + timedelta(days=7)):
        assert [card.code for card in questions_for(helene, 1, contact="next")] == ["pets"]
        advisor.post(f"/customers/{helene}/profile/pets/", {"value": "a cat"})
        assert "a cat" in advisor.get(f"/customers/{helene}/").content.decode()
        advisor.post(f"/customers/{helene}/profile/pets/remove")
        assert ProfileValue.objects.count() == 0


def test_a_customer_of_another_unit_is_not_found(cast: Cast, helene: int) -> None:
    set_field(_field("pets"), by=BY)
    Customer.objects.filter(pk=helene).update(name="seen")
    stranger = Customer.objects.create(name="x", created_at=NOW)
    advisor = cast.client(Role.ADVISOR)

    assert advisor.post(f"/customers/{stranger.pk}/profile/pets/", {"value": "a cat"}).status_code == 404
    assert advisor.post(f"/customers/{stranger.pk}/book/new", {}).status_code == 404
    assert (ProfileValue.objects.count(), Asking.objects.count(), BookNote.objects.count()) == (0, 0, 0)


def _note(cast: Cast, unit: str = "lille-a", **changes: Any) -> dict[str, Any]:
    words = {"heard": "Call me after six.", "subject": "preference", "purpose": "service", "keep_days": ""}
    return {**words, "unit": cast.units[unit].pk, **changes}


def test_sensitive_words_need_a_reason_and_are_shown_to_the_officer(cast: Cast, helene: int) -> None:
    advisor, address = cast.client(Role.ADVISOR), f"/customers/{helene}/book/new"
    note = _note(cast, heard="Elle est diabétique, appeler après 18 h.")

    warned = advisor.post(address, note)
    assert warned.status_code == 422
    assert "diabétique" in warned.content.decode()
    assert BookNote.objects.count() == 0

    assert advisor.post(address, {**note, "because": "The technician must know."}).status_code == 302
    kept = BookNote.objects.get()
    assert (kept.sensitive, kept.author) == (["health"], "Hugo Lambert")
    assert (kept.expires_at - kept.written_at).days == 365
    officer = cast.client(Role.DATA_PROTECTION)
    assert "The technician must know." in officer.get("/customers/book/sensitive/").content.decode()
    assert AuditEntry.objects.filter(action="notes.reviewed").count() == 1
    assert "diab" not in str(list(AuditEntry.objects.values_list("changes", flat=True)))
    assert officer.post(f"/customers/book/{kept.pk}/strike").status_code == 302
    assert BookNote.objects.count() == 0


def test_a_note_is_read_in_its_unit_and_above_and_nowhere_else(cast: Cast, helene: int) -> None:
    advisor = cast.client(Role.ADVISOR)
    for unit, heard in (("lille-a", "For the team."), ("lille", "For the centre.")):
        assert advisor.post(f"/customers/{helene}/book/new", _note(cast, unit, heard=heard)).status_code == 302
    wrong = advisor.post(f"/customers/{helene}/book/new", _note(cast, "namur-a"))
    team, centre = BookNote.objects.order_by("pk")

    assert wrong.status_code == 422
    assert "For the team." in advisor.get(f"/customers/{helene}/").content.decode()
    assert "For the team." in cast.client(Role.SUPERVISOR).get(f"/customers/{helene}/").content.decode()
    assert "For the team." not in cast.client(Role.MANAGER).get(f"/customers/{helene}/").content.decode()
    BookNote.objects.filter(pk=team.pk).update(unit=cast.units["lille-b"])
    page = advisor.get(f"/customers/{helene}/").content.decode()
    assert "For the team." not in page
    assert "For the centre." in page
    assert advisor.get(f"/customers/book/{team.pk}/").status_code == 404
    assert advisor.post(f"/customers/book/{team.pk}/remove").status_code == 404
    assert BookNote.objects.count() == 2
    assert centre.author_id == cast.people[Role.ADVISOR].pk


def test_a_change_is_a_version_and_a_removal_leaves_no_words(cast: Cast, helene: int) -> None:
    advisor = cast.client(Role.ADVISOR)
    advisor.post(f"/customers/{helene}/book/new", _note(cast, heard="Prefers letters."))
    first = BookNote.objects.get()
    with clock.stopped_at(NOW + timedelta(days=100)):
        advisor.post(f"/customers/book/{first.pk}/", _note(cast, heard="Prefers e-mail.", keep_days="120"))
        later = BookNote.objects.get(replaced_at__isnull=True)

        assert (later.number, later.first_id, later.heard) == (2, first.pk, "Prefers e-mail.")
        assert later.expires_at == NOW + timedelta(days=120)
        assert "Prefers letters." in advisor.get(f"/customers/book/{later.pk}/").content.decode()
        assert advisor.get(f"/customers/book/{first.pk}/").status_code == 404
        advisor.post(f"/customers/book/{later.pk}/remove", {"wish": "1"})

    assert BookNote.objects.count() == 0
    assert Asking.objects.get().fate == Fate.REFUSED
    trail = AuditEntry.objects.get(action="note.removed")
    assert trail.changes["wish"] is True
    assert "Prefers" not in str(trail.changes)


def test_an_expired_note_is_read_by_nobody_and_removed(cast: Cast, helene: int) -> None:
    advisor = cast.client(Role.ADVISOR)
    advisor.post(f"/customers/{helene}/book/new", _note(cast, keep_days="2"))
    with clock.stopped_at(NOW + timedelta(days=3)):
        assert "Call me after six." not in advisor.get(f"/customers/{helene}/").content.decode()
        assert remove_expired() == 1

    assert BookNote.objects.count() == 0


@pytest.fixture
def alert(helene: int) -> str:
    """The path of the page of services of Hélène, where an alert by SMS needs a number and would like a time."""
    set_field(_field("mobile", is_mandatory=True), by=BY)
    set_field(_field("best-time"), by=BY)
    mobile, time = field_card("mobile"), field_card("best-time")
    assert mobile
    assert time
    words = {"fr": "Alerte", "en": "Delivery alert"}
    set_service(ServiceCard("alert", words, words, (time, mobile), is_open=True), by=BY)
    return services_link(helene).removeprefix("http://localhost:8000")


def test_a_customer_chooses_a_service_and_ends_it(alert: str) -> None:
    customer = Client(headers={"accept-language": "en"})
    path = "/services/" + alert.split("/services/")[1]
    page = customer.get(f"{path}alert/").content.decode()

    assert "/preferences/" in customer.get(path).content.decode()
    assert "The service needs this: to serve you. It is kept for 1 year." in page
    assert "Optional. It is for this: to serve you. It is kept for 1 year." in page
    assert "Hélène" not in page
    assert customer.head(f"{path}alert/").status_code == 200
    assert (Asking.objects.count(), ServiceChoice.objects.count()) == (0, 0)

    assert customer.post(f"{path}alert/", {"mobile": ""}).status_code == 422
    assert ServiceChoice.objects.count() == 0
    assert customer.post(f"{path}alert/", {"mobile": "0612345678"}).status_code == 302
    assert ServiceChoice.objects.get().ended_at is None
    fates = dict(Asking.objects.values_list("field__code", "fate"))
    assert fates == {"mobile": Fate.ANSWERED, "best-time": Fate.SKIPPED}
    assert "0612345678" not in customer.get(f"{path}alert/").content.decode()
    customer.post(f"{path}alert/", {"end": "1"})
    assert ServiceChoice.objects.get().ended_at == NOW


def test_what_a_service_needs_is_asked_with_the_service_only(helene: int, alert: str) -> None:
    assert [card.code for card in questions_for(helene, 5, contact="now")] == ["best-time"]
    assert field_card("mobile")

    Client().post(f"/services/{alert.split('/services/')[1]}alert/", {"mobile": "1"})
    asked = {card.code for card in questions_for(helene, 5, contact="later")}

    assert asked == set()


def test_a_forged_or_old_link_of_services_leads_nowhere(alert: str) -> None:
    path = "/services/" + alert.split("/services/")[1]

    assert Client().get("/services/1.forged/").status_code == 404
    assert Client().post(f"{path[:-3]}xx/alert/", {"mobile": "1"}).status_code == 404
    assert Asking.objects.count() == 0


def test_the_ways_stand_beside_each_other(cast: Cast, helene: int, alert: str) -> None:
    path = "/services/" + alert.split("/services/")[1]
    Client().post(f"{path}alert/", {"mobile": "1", "best-time": "noon"})
    advisor = cast.client(Role.ADVISOR)
    advisor.post(f"/customers/{helene}/book/new", _note(cast))
    set_field(_field("pets"), by=BY)
    advisor.post(f"/customers/{helene}/profile/pets/", {"said": "refused"})

    asked, service, heard = ways_beside_each_other(NOW.date(), NOW.date())

    assert (asked.asked, asked.given.count, asked.refused.count) == (1, 0, 1)
    assert (service.asked, service.given.count, service.fresh.n, service.fields) == (2, 2, 2, 2)
    assert (heard.asked, heard.given.n, heard.fresh.value) == (1, 1, None)
    assert service.given.low == pytest.approx(0.3424, abs=1e-4)
    assert "no value" in cast.client(Role.ANALYST).get("/customers/collecting/").content.decode()


def test_one_question_more_after_a_questionnaire(cast: Cast) -> None:
    running_programme()
    invitation = invited()
    set_field(_field("pets"), by=BY)
    customer = Client(headers={"accept-language": "en"})
    with clock.stopped_at(NOON + timedelta(hours=1)):
        for number in range(1, 5):
            customer.post(address(invitation, f"{number}/"), {"skip": "1"})
        thanks = customer.get(address(invitation, "thanks/?lang=en")).content.decode()
        path = re.search(r'href="(/one-more/[^"]+)"', thanks)
        assert path

        assert "It is for this: to serve you." in customer.get(path[1]).content.decode()
        assert Asking.objects.count() == 0
        assert customer.post(path[1], {"code": "pets", "value": ""}).status_code == 422
        assert customer.post(path[1], {"code": "pets", "value": "a cat"}).status_code == 302
        assert "Thank you." in customer.get(path[1]).content.decode()
        assert "/one-more/" not in customer.get(address(invitation, "thanks/")).content.decode()
    assert (Asking.objects.get().contact, ProfileValue.objects.get().value) == (f"invitation:{invitation.pk}", "a cat")
    assert customer.get("/one-more/1~x.forged/").status_code == 404


def test_nothing_is_asked_of_somebody_whose_data_may_only_be_kept(helene: int) -> None:
    set_field(_field("pets"), by=BY)
    assert questions_for(helene, 1, contact="now")

    Customer.objects.filter(pk=helene).update(restricted_at=NOW)

    assert questions_for(helene, 1, contact="now") == []
