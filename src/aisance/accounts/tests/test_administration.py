import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from aisance.accounts.contracts import UnitKind
from aisance.accounts.models import ApiKey, Assignment, Person, Unit
from aisance.accounts.public import create_administrator
from aisance.accounts.services import (
    LAST_ADMINISTRATOR,
    ONESELF,
    add_person,
    assign_role,
    create_api_key,
    deactivate_person,
    withdraw_role,
)
from aisance.core import audit
from aisance.core.clock import stopped_at
from aisance.core.decisions import Refused
from aisance.core.models import AuditEntry
from aisance.core.permissions import RIGHTS, Role, Viewer, system_viewer
from tests.cast import BY, PASSWORD, Cast

NEW = {"name": "Léa Dubois", "email": "Lea@orvane.example", "language": "fr", "role": "analyst"}


@pytest.fixture
def ada(cast: Cast) -> Client:
    """The administrator's browser."""
    return cast.client(Role.ADMINISTRATOR)


@pytest.fixture
def belgian(cast: Cast) -> Client:
    """The browser of somebody who administers Belgium only."""
    person = add_person(email="bart@orvane.example", name="Bart Claes", password=PASSWORD, by=BY)
    assign_role(person_id=person.pk, role=Role.ADMINISTRATOR, unit_id=cast.units["belgium"].pk, by=BY)
    client = Client()
    client.force_login(person)
    return client


def _last(action: str) -> AuditEntry:
    return AuditEntry.objects.filter(action=action).latest("pk")


def test_somebody_added_is_invited_and_chooses_a_password(cast: Cast, ada: Client) -> None:
    answer = ada.post("/administration/people/add", NEW | {"unit": cast.units["lille"].pk})

    lea = Person.objects.get(email="lea@orvane.example")
    assert answer.headers["Location"] == f"/administration/people/{lea.pk}/"
    assert [(a.role, a.unit.code) for a in lea.assignments.select_related("unit")] == [("analyst", "lille")]
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["lea@orvane.example"], "Votre compte chez Our company")
    assert "Ada Verlinden vous a ouvert un compte" in message.body
    link = re.search(re.escape(settings.BASE_URL) + r"(\S+)", str(message.body))
    assert link
    browser = Client()
    url = browser.get(link[1], follow=True).redirect_chain[-1][0]
    browser.post(url, {"password1": "a calmer day 7", "password2": "a calmer day 7"})
    assert browser.post("/account/login/", {"login": lea.email, "password": "a calmer day 7"}).status_code == 302
    assert _last("person.invited").actor_name == "Ada Verlinden"


def test_an_address_is_added_once(cast: Cast, ada: Client) -> None:
    answer = ada.post(
        "/administration/people/add", NEW | {"email": "CLAIRE@orvane.example", "unit": cast.units["lille"].pk}
    )

    assert answer.status_code == 422
    assert "Somebody already signs in with this address." in answer.content.decode()
    assert Person.objects.count() == 6
    assert mail.outbox == []


def test_a_closed_account_may_be_reopened(cast: Cast, ada: Client) -> None:
    hugo = cast.people[Role.ADVISOR]

    ada.post(f"/administration/people/{hugo.pk}/close")
    assert Person.objects.get(pk=hugo.pk).is_active is False
    ada.post(f"/administration/people/{hugo.pk}/reopen")

    assert Person.objects.get(pk=hugo.pk).is_active is True
    assert _last("person.deactivated").object_id == _last("person.reactivated").object_id == str(hugo.pk)


def test_the_last_administrator_keeps_the_role(cast: Cast, ada: Client) -> None:
    held = Assignment.objects.get(role="administrator")

    answer = ada.post(f"/administration/roles/{held.pk}/take", follow=True)

    assert "last administrator" in answer.content.decode()
    assert withdraw_role(assignment_id=held.pk, by=BY) == Refused(LAST_ADMINISTRATOR)
    assert deactivate_person(person_id=held.person_id, by=BY) == Refused(LAST_ADMINISTRATOR)
    assert Assignment.objects.filter(pk=held.pk, person__is_active=True).exists()
    assert not AuditEntry.objects.filter(action__in=["role.withdrawn", "person.deactivated"]).exists()


def test_an_administrator_of_a_country_does_not_count_as_one_of_the_company(cast: Cast, belgian: Client) -> None:
    held = Assignment.objects.get(role="administrator", unit__code="orvane")

    assert withdraw_role(assignment_id=held.pk, by=BY) == Refused(LAST_ADMINISTRATOR)


def test_with_a_second_administrator_the_first_may_go(cast: Cast) -> None:
    claire, held = cast.people[Role.MANAGER], Assignment.objects.get(role="administrator")
    assign_role(person_id=claire.pk, role=Role.ADMINISTRATOR, unit_id=cast.units["orvane"].pk, by=BY)

    assert withdraw_role(assignment_id=held.pk, by=BY)

    assert not Assignment.objects.filter(pk=held.pk).exists()
    assert _last("role.withdrawn").changes == {"role": "administrator", "unit": cast.units["orvane"].pk}


def test_nobody_closes_their_own_account(cast: Cast) -> None:
    viewer = cast.viewer(Role.ADMINISTRATOR)
    assert viewer.person_id

    assert deactivate_person(person_id=viewer.person_id, by=viewer) == Refused(ONESELF)


def test_who_administers_a_country_sees_and_changes_only_there(cast: Cast, belgian: Client) -> None:
    hugo, elke = cast.people[Role.ADVISOR], cast.people[Role.DATA_PROTECTION]
    assign_role(person_id=elke.pk, role=Role.ANALYST, unit_id=cast.units["namur"].pk, by=BY)

    people = belgian.get("/administration/").content.decode()
    assert "Bart Claes" in people
    assert "Elke Jacobs" in people
    assert "Hugo Lambert" not in people
    assert belgian.get(f"/administration/people/{hugo.pk}/").status_code == 404
    assert belgian.get(f"/administration/units/{cast.units['lille'].pk}/").status_code == 404
    # Elke also works for the whole company: what she holds here may be taken away, her account may not be closed.
    for deed in ("close", "reopen", "invite"):
        assert belgian.post(f"/administration/people/{elke.pk}/{deed}").status_code == 403
    elsewhere = Assignment.objects.get(person=elke, role="data_protection")
    assert belgian.post(f"/administration/roles/{elsewhere.pk}/take").status_code == 404
    refused = belgian.post(
        f"/administration/people/{elke.pk}/roles", {"role": "administrator", "unit": cast.units["orvane"].pk}
    )
    assert refused.status_code == 422
    assert Assignment.objects.filter(person=elke).count() == 2
    assert mail.outbox == []


def test_a_key_elsewhere_is_not_found_and_stays(cast: Cast, belgian: Client) -> None:
    key, _ = create_api_key(name="crm", unit_id=cast.units["lille"].pk, scopes=[RIGHTS["indicators.view"]], by=BY)

    assert belgian.post(f"/administration/keys/{key.pk}/revoke").status_code == 404

    assert ApiKey.objects.get(pk=key.pk).revoked_at is None


def test_a_key_is_shown_once(cast: Cast, ada: Client) -> None:
    answer = ada.post(
        "/administration/keys/add", {"name": "CRM", "unit": cast.units["france"].pk, "scopes": ["indicators.view"]}
    )

    assert answer.status_code == 201
    assert "no-store" in answer.headers["Cache-Control"]
    text = re.search(r"ais_[a-z0-9]{8}_[\w-]{43}", answer.content.decode())
    assert text
    listed = ada.get("/administration/keys/").content.decode()
    assert text[0] not in listed
    assert text[0][:12] in listed


def test_a_key_for_what_people_alone_may_do_is_refused(cast: Cast, ada: Client) -> None:
    answer = ada.post(
        "/administration/keys/add", {"name": "CRM", "unit": cast.units["france"].pk, "scopes": ["accounts.administer"]}
    )

    assert answer.status_code == 422
    assert not ApiKey.objects.exists()


def test_a_unit_is_added_below_another(cast: Cast, ada: Client) -> None:
    lille = cast.units["lille"]

    answer = ada.post(
        "/administration/units/add", {"parent": lille.pk, "kind": "team", "name": "Lille C", "code": "lille-c"}
    )

    added = Unit.objects.get(code="lille-c")
    assert answer.status_code == 302
    assert added.path == f"{lille.path}{added.pk}/"
    assert "Lille C" in ada.get("/administration/units/").content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": "country"}, "This kind does not hang below"),
        ({"code": "NAMUR"}, "Another unit has this code."),
        ({"parent": "999999"}, "Select a valid choice"),
    ],
)
def test_a_unit_that_does_not_fit_is_refused(cast: Cast, ada: Client, changed: dict[str, str], words: str) -> None:
    wanted = {"parent": str(cast.units["lille"].pk), "kind": "team", "name": "Lille C", "code": "lille-c"}

    answer = ada.post("/administration/units/add", wanted | changed)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Unit.objects.count() == 8


def test_a_unit_keeps_its_code_under_another_name(cast: Cast, ada: Client) -> None:
    ada.post(f"/administration/units/{cast.units['namur'].pk}/", {"name": "Namur-Sambre"})

    unit = Unit.objects.get(code="namur")
    assert unit.name == "Namur-Sambre"
    assert _last("unit.renamed").changes == {"name": ["Namur", "Namur-Sambre"]}


def test_the_trail_is_filtered_by_person_action_and_day(cast: Cast) -> None:
    elke, claire = cast.client(Role.DATA_PROTECTION), cast.people[Role.MANAGER]
    for day in (2, 3):
        with stopped_at(datetime(2026, 3, day, 23, 30, tzinfo=UTC)):
            cast.client(Role.MANAGER).post("/settings", {"name": f"Claire {day}", "language": "en", "theme": ""})
    page = "/administration/audit/"
    audit.record(BY, "hours.set", what="unit", which="france")  # by a code, not by a number

    assert elke.get(page).status_code == 200
    both = elke.get(page, {"person_id": str(claire.pk), "action": "person.changed"})
    # 23:30 UTC is half past midnight of the next day in Paris.
    one = elke.get(page, {"first": "2026-03-04", "last": "2026-03-04"})
    none = elke.get(page, {"first": "2026-03-02", "last": "2026-03-02"})
    wrong = elke.get(page, {"first": "yesterday"})

    assert [entry.changes["name"] for entry, *_ in both.context["rows"]] == [
        ["Claire 2", "Claire 3"],
        ["Claire Morvan", "Claire 2"],
    ]
    assert [entry.changes["name"][1] for entry, *_ in one.context["rows"]] == ["Claire 3"]
    assert one.context["rows"][0][2] == "person Claire 3"
    assert one.context["rows"][0][3].lines == ["name: Claire 2 → Claire 3"]
    assert "No line answers these filters." in none.content.decode()
    assert (wrong.status_code, wrong.context["rows"]) == (422, [])


def test_the_details_of_the_trail_are_in_words_and_name_whom_the_reader_may_see(cast: Cast, belgian: Client) -> None:
    bart = Person.objects.get(email="bart@orvane.example")
    ada, lille = cast.people[Role.ADMINISTRATOR], cast.units["lille"]
    by = Viewer(kind="person", name=bart.name, person_id=bart.pk)
    changes: dict[str, Any] = {"owner": [ada.pk, bart.pk], "unit": lille.pk, "due_on": [None, "2026-03-01"]}
    audit.record(by, "case.transferred", what="case", which="X", changes=changes | {"kinds": [], "new_code": "a_b"})
    budget = {"holder": "each", "budget": [None, ["month", 10000]], "share": 0.2, "name": {"en": "Hold", "fr": "Pause"}}
    audit.record(by, "gesture_budget.set", what="gesture_budget", which=1, changes=budget)

    def details(client: Client, language: str) -> list[list[str]]:
        Person.objects.update(language=language)
        return [row[3].lines for row in client.get("/administration/audit/").context["rows"][:2]]

    said = ["in the hands of: Ada Verlinden → Bart Claes", "unit: Lille", "due on: nothing → 1 March 2026"]
    said += ["kinds: nothing", "new code: a_b"]
    money = ["for whom: each person", "budget: nothing → month, 100.00\u00a0EUR", "share: 20.0%", "name: Hold"]
    assert details(cast.client(Role.DATA_PROTECTION), "en") == [money, said]
    # Who administers Belgium reads nothing of who works elsewhere.
    assert details(belgian, "en") == [money, [f"in the hands of: no. {ada.pk} → Bart Claes", *said[1:]]]
    assert b"<summary>2 more</summary>" in belgian.get("/administration/audit/").content
    assert details(belgian, "fr")[0][:2] == [
        "pour qui\u00a0: chaque personne",
        "budget\u00a0: rien → mois, 100,00\u00a0EUR",
    ]


def test_the_trail_says_in_words_what_the_product_did_and_why(cast: Cast) -> None:
    by = system_viewer("cases")
    audit.record(by, "holds.placed", what="hold", which="", changes={"customers": 1, "codes": ["open-case", "vip"]})
    audit.record(by, "holds.ended", what="hold", which="open-case", changes={"customers": 1})
    audit.record(replace(BY, kind="person", address="worker"), "board.made", what="board", which=1)

    def rows(language: str) -> list[tuple[str, list[str], str, str]]:
        Person.objects.update(language=language)
        found = cast.client(Role.DATA_PROTECTION).get("/administration/audit/").context["rows"][:3]
        return [(row[2], row[3].lines, row[4], row[5]) for row in found]

    product, produit = "the product: follow-up of cases", "le produit\u00a0: suivi des dossiers"
    assert rows("en") == [
        ("board 1", [], BY.name, "in their name"),
        ("hold on a customer: a case that is open", ["customers: 1"], product, ""),
        ("hold on a customer", ["customers: 1", "why: a case that is open, vip"], product, ""),
    ]
    assert [(kind, who) for kind, _lines, who, _from in rows("fr")[1:]] == [
        ("mise en retrait d’un client\u00a0: un dossier ouvert", produit),
        ("mise en retrait d’un client", produit),
    ]


def test_the_trail_calls_indicators_by_their_titles(cast: Cast) -> None:
    by = Viewer(kind="person", name="Claire", person_id=None)
    chosen = {"indicators": [None, ["nps", "gone_by"]]}
    audit.record(by, "scorecard.chosen", what="scorecard", which=1, changes=chosen)
    audit.record(by, "indicator.retired", what="indicator", which="net_easy", changes={"indicator": "nps"})

    page = cast.client(Role.DATA_PROTECTION).get("/administration/audit/")

    told = [(what, details.lines) for _entry, _action, what, details, *_ in page.context["rows"][:2]]
    assert told == [
        ("indicator Net Easy", ["indicator: Net Promoter Score"]),
        ("choice of indicators 1", ["indicators: nothing → Net Promoter Score, gone_by"]),
    ]


def test_ones_language_and_colours_follow(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)

    client.post("/settings", {"name": "Claire Morvan", "language": "fr", "theme": "dark"})

    page = client.get("/settings", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="fr" data-theme="dark">' in page
    assert "Vos réglages" in page


def test_the_switch_of_language_is_kept_with_the_person(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)

    client.post("/language", {"language": "fr", "next": "/settings"})
    assert Person.objects.get(pk=cast.people[Role.MANAGER].pk).language == "fr"
    client.post("/language", {"language": "xx", "next": "/settings"})

    assert Person.objects.get(pk=cast.people[Role.MANAGER].pk).language == "fr"


def test_the_first_administrator_comes_with_the_company(db: None) -> None:
    person = create_administrator(email=" Root@Orvane.example ", name="Root", password="a calmer day 7", by=BY)

    unit = Unit.objects.get()
    assert (unit.kind, unit.path, unit.name) == (UnitKind.COMPANY, f"/{unit.pk}/", "Our company")
    assert (person.email, person.assignments.get().role) == ("root@orvane.example", "administrator")


@pytest.mark.parametrize(
    ("email", "password"),
    [("ada@orvane.example", "a calmer day 7"), ("root@orvane.example", "short"), ("nonsense", "a calmer day 7")],
)
def test_an_administrator_with_a_taken_address_or_weak_password_is_refused(
    cast: Cast, email: str, password: str
) -> None:
    with pytest.raises(ValidationError):
        create_administrator(email=email, name="Root", password=password, by=BY)

    assert Person.objects.count() == 6


def test_roles_are_named_in_the_readers_language(cast: Cast, ada: Client) -> None:
    ada.post("/settings", {"name": "Ada Verlinden", "language": "fr", "theme": ""})

    assert "Responsable de l’expérience client" in ada.get("/administration/").content.decode()
