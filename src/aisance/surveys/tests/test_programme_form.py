"""Making a programme on a page: what it takes, what it refuses, and under which field it says why."""

from typing import Any

import pytest
from django.test import Client

from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.journeys.public import add_reason
from aisance.surveys.models import Programme, ProgrammeVersion
from aisance.surveys.tests.company import BY, running_programme
from tests.cast import Cast

EDIT = "/programmes/shop/edit/"


@pytest.fixture
def manager(cast: Cast) -> Client:
    return cast.client(Role.MANAGER)


def identity(cast: Cast, **changes: object) -> dict[str, object]:
    given = {"name_fr": "En boutique", "name_en": "In the shop", "code": "shop", "kind": "hot"}
    return {**given, "unit": cast.units["france"].pk, **changes}


@pytest.fixture
def shop(cast: Cast, manager: Client) -> Programme:
    assert manager.post("/programmes/new/", identity(cast)).status_code == 302
    return Programme.objects.get(code="shop")


def posted(manager: Client, **changes: object) -> dict[str, Any]:
    """What a browser would send back from the form of the terms, with changes."""
    form = manager.get(EDIT).context["form"]
    data = {name: form[name].value() for name in form.fields}
    asked = {"place_nps": 1}
    return {name: value for name, value in {**data, **asked, **changes}.items() if value is not None}


def steps_left(manager: Client) -> list[bool]:
    """Which steps to the first question are done; none are shown once the programme was on."""
    page = manager.get("/programmes/shop/")
    steps = page.context["not_begun"]
    assert ("What is left" in page.content.decode()) is bool(steps)
    return [step["done"] for step in steps]


@pytest.mark.parametrize(("kind", "family"), [("hot", ""), ("cold", "barometer"), ("employee", "")])
def test_a_programme_of_each_kind_is_made_edited_published_and_run(
    cast: Cast, manager: Client, kind: str, family: str
) -> None:
    answer = manager.post("/programmes/new/", identity(cast, kind=kind))
    assert answer.headers["Location"] == EDIT
    programme = Programme.objects.get(code="shop")
    assert (programme.kind, programme.family, programme.state) == (kind, family, "draft")
    page = manager.get("/programmes/shop/").content.decode()
    assert "not ready, since it has no version yet." in page
    assert '<a class="button primary" href="/programmes/shop/edit/">Write the first version</a>' in page
    assert "Switch on" not in page
    wave = [False] if kind == "cold" else []
    assert steps_left(manager) == [False, False, False, *wave]

    assert manager.post(EDIT, posted(manager)).status_code == 302
    assert steps_left(manager) == [True, False, False, *wave]
    manager.post("/programmes/shop/publish/")
    assert steps_left(manager) == [True, True, False, *wave]
    manager.post("/programmes/shop/switch-on/")

    programme.refresh_from_db()
    assert programme.state == "running"
    assert [question["kind"] for question in ProgrammeVersion.objects.get().questions] == ["nps"]
    assert steps_left(manager) == []
    assert list(AuditEntry.objects.filter(object_type="programme").order_by("pk").values_list("action", flat=True)) == [
        "programme.added",
        "programme.drafted",
        "programme.published",
        "programme.switched_on",
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "new"}, "code"),
        ({"code": "After-A-Contact"}, "code"),
        ({"code": "white space"}, "code"),
        ({"kind": "tepid"}, "kind"),
        ({"family": "nobody-knows"}, "family"),
        ({"new_family": "!"}, "new_family"),
        ({"unit": 0}, "unit"),
        ({"name_fr": ""}, "name_fr"),
    ],
)
def test_a_programme_that_cannot_be_is_refused_by_field(
    cast: Cast, manager: Client, changes: dict[str, object], field: str
) -> None:
    running_programme()

    answer = manager.post("/programmes/new/", identity(cast, **changes))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Programme.objects.count() == 1


def test_a_code_that_nobody_typed_is_made_of_the_name_and_free(cast: Cast, manager: Client) -> None:
    made = [manager.post("/programmes/new/", identity(cast, code="", name_en="Après-vente: phone")) for _ in range(2)]
    refused = manager.post("/programmes/new/", identity(cast, code="apres-vente-phone"))

    assert [answer.headers["Location"] for answer in made] == [
        "/programmes/apres-vente-phone/edit/",
        "/programmes/apres-vente-phone-2/edit/",
    ]
    assert refused.context["form"].errors["code"] == [
        "There is a programme with this code already; “apres-vente-phone-3” is free."
    ]


def test_a_family_is_one_that_exists_or_a_new_one(cast: Cast, manager: Client) -> None:
    manager.post("/programmes/new/", identity(cast, new_family="Après vente"))
    manager.post("/programmes/new/", identity(cast, code="other", family="apres-vente"))

    assert list(Programme.objects.values_list("family", flat=True)) == ["apres-vente", "apres-vente"]


def test_names_and_family_change_and_nothing_else(shop: Programme, manager: Client) -> None:
    given = {"name_fr": "Boutiques", "name_en": "Shops", "new_family": "shops", "code": "other", "kind": "cold"}

    assert manager.post("/programmes/shop/name/", given).status_code == 302

    shop.refresh_from_db()
    assert (shop.name["en"], shop.family, shop.code, shop.kind) == ("Shops", "shops", "shop", "hot")


def test_every_rule_comes_back_as_it_was_given(shop: Programme, manager: Client) -> None:
    add_reason(code="billing", names={"en": "Billing"}, by=BY)
    changes = {
        "channels": ["phone", "shop"],
        "outcomes": ["answered"],
        "units": ["lille"],
        "reasons": ["billing"],
        "languages": "FR, nl_be",
        "rate_percent": 40,
        "daily_cap": 500,
        "quota_1_what": "unit",
        "quota_1_code": "lille-a",
        "quota_1_bound": 200,
        "quota_2_what": "channel",
        "quota_2_code": "phone",
        "quota_2_bound": 900,
        "days": ["1", "2", "3"],
        "from": "09:00",
        "to": "20:00",
        "zone": "Europe/Brussels",
        "reminder_1_after": 48,
        "reminder_1_route": "sms",
        "reminder_1_subject_fr": "Encore une question",
        "reminder_1_subject_en": "One more question",
        "route_1": "sms",
        "route_2": "email",
        "pilot_units": ["lille-a"],
        "ramp_1_from": "2026-12-01",
        "ramp_1_percent": 50,
    }

    answer = manager.post(EDIT, posted(manager, **changes))
    assert answer.status_code == 302, answer.context["form"].errors

    draft = ProgrammeVersion.objects.get()
    assert draft.audience == {
        "reasons": ["billing"],
        "outcomes": ["answered"],
        "units": ["lille"],
        "languages": ["fr", "nl-be"],
    }
    assert (draft.channels, draft.rate_percent, draft.daily_cap) == (["phone", "shop"], 40, 500)
    assert draft.quotas == {"unit": {"lille-a": 200}, "channel": {"phone": 900}}
    assert draft.hours == {"days": [1, 2, 3], "from": "09:00", "to": "20:00", "zone": "Europe/Brussels"}
    subject = {"fr": "Encore une question", "en": "One more question"}
    assert draft.reminders == [{"after_hours": 48, "route": "sms", "subject": subject}]
    assert (draft.routes, draft.message_channel) == (["sms", "email"], "sms")
    assert draft.pilot == {"units": ["lille-a"], "ramp": [{"from": "2026-12-01", "percent": 50}]}

    before = ProgrammeVersion.objects.values().get()
    assert manager.post(EDIT, posted(manager)).status_code == 302
    assert ProgrammeVersion.objects.values().get() == before
    assert manager.get("/programmes/shop/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rate_percent": 0}, "rate_percent"),
        ({"rate_percent": 101}, "rate_percent"),
        ({"daily_cap": 0}, "daily_cap"),
        ({"units": ["namur-a"]}, "units"),
        ({"languages": "french"}, "languages"),
        ({"quota_1_what": "unit", "quota_1_code": "lille-a"}, "quota_1_code"),
        ({"quota_3_what": "unit", "quota_3_code": "nowhere", "quota_3_bound": 5}, "quota_3_code"),
        ({"from": "20:00", "to": "09:00"}, "to"),
        ({"from": "25:00"}, "from"),
        ({"from": "09:00", "zone": "Europe/Lutetia"}, "zone"),
        ({"reminder_2_after": 5}, "reminder_2_after"),
        ({"reminder_1_after": 168}, "reminder_1_after"),
        ({"reminder_1_after": 5, "reminder_1_subject_fr": "Encore"}, "reminder_1_subject_en"),
        ({"route_1": ""}, "route_1"),
        ({"route_2": "email"}, "route_2"),
        ({"ramp_1_from": "2026-12-01"}, "ramp_1_from"),
        (
            {"ramp_1_from": "2026-12-02", "ramp_1_percent": 50, "ramp_2_from": "2026-12-01", "ramp_2_percent": 60},
            "ramp_2_from",
        ),
        ({"questionnaire_version": "77"}, "questionnaire_version"),
    ],
)
def test_rules_that_make_no_sense_are_refused_by_field(
    shop: Programme, manager: Client, changes: dict[str, object], field: str
) -> None:
    answer = manager.post(EDIT, posted(manager, **changes))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert ProgrammeVersion.objects.count() == 0


def test_only_managers_make_programmes(cast: Cast) -> None:
    for role in (Role.ADMINISTRATOR, Role.ANALYST, Role.SUPERVISOR, Role.ADVISOR):
        assert cast.client(role).post("/programmes/new/", identity(cast)).status_code == 403

    assert Programme.objects.count() == 0
