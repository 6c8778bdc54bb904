"""The pages of profiles, services and the client book in a real browser."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from aisance.core import clock
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.models import BookNote, Customer
from aisance.customers.public import (
    FieldCard,
    FieldKind,
    NoteDraft,
    Option,
    Purpose,
    ServiceCard,
    Subject,
    Use,
    Way,
    give_value,
    services_link,
    set_field,
    set_service,
    write_note,
)
from aisance.journeys.contracts import Channel, InteractionDraft, Outcome
from aisance.journeys.public import record_interactions
from tests.cast import BY, Cast
from tests.test_accessibility import _complaints_about, _page, rendered

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.xdist_group("browser")]

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def _field(code: str, kind: FieldKind, options: tuple[Option, ...] = ()) -> FieldCard:
    words = {"fr": code, "en": code}
    return FieldCard(code, 0, 0, words, words, kind, options, Use.SEGMENT, "movers", words, 365, False, 2)


def _company(cast: Cast) -> tuple[int, str]:
    """A customer with a value, two notes and a service to choose; the customer and the path of their services."""
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
    customer_id = Customer.objects.get().pk
    options = (Option("am", {"en": "Morning"}), Option("pm", {"en": "Evening"}))
    cards = [_field("pets", FieldKind.TEXT), _field("best-time", FieldKind.CHOICE, options)]
    for card in cards:
        set_field(card, by=BY)
    set_field(_field("car", FieldKind.YES_NO), by=BY)
    give_value(customer_id=customer_id, code="car", given="no", way=Way.LISTENING, source="book", contact="1", by=BY)
    words = {"fr": "Alerte", "en": "Delivery alert"}
    set_service(ServiceCard("alert", words, words, tuple(cards), is_open=True), by=BY)
    for heard, because in (("I work nights.", ""), ("My son is ill.", "The visit hangs on it.")):
        unit_id = cast.units["lille-a"].pk
        draft = NoteDraft(unit_id, heard, Subject.EVENT, Purpose.SERVICE, 30, because)
        write_note(customer_id=customer_id, draft=draft, by=BY)
    return customer_id, "/services/" + services_link(customer_id).split("/services/")[1]


def test_the_pages_of_profiles_meet_wcag(cast: Cast) -> None:
    with clock.stopped_at(NOW):
        customer_id, services = _company(cast)
        fields = ("/customers/fields/", "/customers/fields/new", "/customers/fields/car/", "/customers/collecting/")
        note = BookNote.objects.order_by("pk").first()
        assert note
        new = f"/customers/{customer_id}/book/new"
        answer = f"/customers/{customer_id}/profile/best-time/"
        pages = {
            **rendered(cast.client(Role.MANAGER), (*fields, "/customers/services/alert/"), "en"),
            **rendered(cast.client(Role.DATA_PROTECTION), ("/customers/book/sensitive/",), "en"),
            **rendered(cast.client(Role.ADVISOR), (answer, f"/customers/book/{note.pk}/"), "en"),
            **rendered(Client(), (services, f"{services}alert/"), "en"),
        }
        refused = {"heard": "Elle est diabétique", "subject": "need", "purpose": "service"}
        pages[new] = _page(cast.client(Role.ADVISOR).post(new, {**refused, "unit": cast.units["lille-a"].pk}))

    assert {page.status for page in pages.values()} == {200, 422}
    assert _complaints_about(pages, 390, "light") == ""
