"""The pages of programmes: who may see and change them, and figures that add up."""

import csv
import io
from datetime import timedelta
from itertools import pairwise

import pytest
from django.test import Client

from aisance.core.clock import stopped_at
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.outreach.contracts import MessageHandled
from aisance.surveys.models import Invitation, Programme, ProgrammeVersion
from aisance.surveys.programme_form import TermsForm
from aisance.surveys.public import ensure_default_programme
from aisance.surveys.rules import Tally, funnel
from aisance.surveys.services.answering import Given, give_answer
from aisance.surveys.services.asking import note_message
from aisance.surveys.services.deciding import decide_invitations, version_in_force
from aisance.surveys.tests.company import BY, NOON, call, invited, running_programme
from tests.cast import Cast

PAGE = "/programmes/after-a-contact/"
PERIOD = "?start=2026-11-01&end=2026-11-30"


@pytest.fixture
def programme(cast: Cast) -> Programme:
    return running_programme()


@pytest.fixture
def manager(cast: Cast) -> Client:
    return cast.client(Role.MANAGER)


def claim(name: str) -> CustomerClaim:
    return CustomerClaim({IdentifierKind.EMAIL: f"{name}@example.org"}, language="en")


def delivered(name: str, **about: object) -> Invitation:
    invitation = invited(external_id=name, customer=claim(name), **about)
    with stopped_at(NOON + timedelta(minutes=17)):
        note_message(event=MessageHandled(f"surveys.invitation:{invitation.pk}", "sent"))
    invitation.refresh_from_db()
    return invitation


def a_day_of_decisions() -> None:
    """Nine contacts: two refused, one failed, six delivered; of these four opened, three with an answer."""
    invited(external_id="unknown", customer=CustomerClaim())
    invited(external_id="=cmd|'calc'", customer=CustomerClaim({IdentifierKind.EXTERNAL: "C-7"}))
    failed = invited(external_id="failed", customer=claim("failed"))
    note_message(event=MessageHandled(f"surveys.invitation:{failed.pk}", "failed", "550 no such user"))
    sent = [delivered(name) for name in "abcdef"]
    with stopped_at(NOON + timedelta(hours=1)):
        for row in sent[:3]:
            give_answer(invitation_id=row.pk, number=1, given=Given(score=1), language="en")
        give_answer(invitation_id=sent[0].pk, number=4, given=Given(text="Kind"), language="en")
        give_answer(invitation_id=sent[3].pk, number=1, given=Given(), language="en")


def test_the_way_from_contact_to_answer_adds_up() -> None:
    tally = Tally({"asked_recently": 5, "no_address": 3}, 2, 1, {"550": 1}, 4, 6, 2, 7, completed=6)

    stages = funnel(tally)

    assert [stage.count for stage in stages] == [31, 21, 19, 9, 7]
    for before, after in pairwise(stages):
        assert before.count - sum(loss.count for loss in before.losses) == after.count


def test_a_programme_page_shows_every_stage_and_every_reason(programme: Programme, manager: Client) -> None:
    a_day_of_decisions()

    with stopped_at(NOON + timedelta(hours=2)):
        page = manager.get(PAGE + PERIOD)

    text = page.content.decode()
    assert page.context["counts"] == {"eligible": 9, "invited": 7, "delivered": 6, "opened": 4, "answered": 3}
    assert (round(page.context["rate"], 4), page.context["completed"], page.context["still_open"]) == (0.4286, 1, 2)
    assert (round(page.context["rate_low"], 4), round(page.context["rate_high"], 4)) == (0.1582, 0.7495)
    no_address = "No address on the programme’s channels"
    for words in (
        "The customer is not known",
        no_address,
        "Not sent: The mailbox does not exist any more<",
        "Not opened yet, may still be",
    ):
        assert words in text


def test_nobody_invited_gives_no_rate_instead_of_zero(programme: Programme, manager: Client) -> None:
    text = manager.get(PAGE).content.decode()

    assert "Response rate: no value, since nobody was invited." in text
    assert "0%" not in text.split("<table")[0]


def test_a_link_that_expired_unopened_is_never_opened(programme: Programme, manager: Client) -> None:
    delivered("late")

    with stopped_at(NOON + timedelta(days=9)):
        text = manager.get(PAGE).content.decode()

    assert "Never opened" in text


def test_a_supervisor_sees_the_programme_and_only_the_contacts_of_her_units(programme: Programme, cast: Cast) -> None:
    delivered("here", unit="lille-a")
    delivered("there", unit="namur-a")

    page = cast.client(Role.SUPERVISOR).get(PAGE + PERIOD)

    assert page.context["counts"]["eligible"] == 1
    assert "/edit/" not in page.content.decode()


def test_a_programme_of_another_country_does_not_exist(programme: Programme, cast: Cast) -> None:
    Programme.objects.update(unit=cast.units["belgium"])
    supervisor = cast.client(Role.SUPERVISOR)

    assert supervisor.get(PAGE).status_code == 404
    assert supervisor.get(PAGE + "decisions.csv").status_code == 404
    assert "after-a-contact" not in supervisor.get("/programmes/").content.decode()


@pytest.mark.parametrize("place", ["edit/", "publish/", "switch-on/", "stop/"])
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST, Role.SUPERVISOR, Role.ADVISOR])
def test_only_a_manager_changes_a_programme(programme: Programme, cast: Cast, role: Role, place: str) -> None:
    before = list(Programme.objects.values()), list(ProgrammeVersion.objects.values())

    assert cast.client(role).post(PAGE + place).status_code == 403

    assert (list(Programme.objects.values()), list(ProgrammeVersion.objects.values())) == before


def test_the_decisions_leave_as_csv_without_formulas_and_names(programme: Programme, manager: Client) -> None:
    a_day_of_decisions()

    answer = manager.get(f"{PAGE}decisions.csv{PERIOD}")

    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # a streaming response
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 9
    assert {row["contact"] for row in rows} == {"unknown", "'=cmd|'calc'", "failed", *"abcdef"}
    assert [row["reason"] for row in rows][:3] == ["unknown_customer", "no_address", "550 no such user"]
    assert "example.org" not in text
    assert "Kind" not in text


@pytest.mark.parametrize("period", ["?start=2026-12-01&end=2026-11-01", "?start=yesterday"])
def test_a_period_that_makes_no_sense_is_refused(programme: Programme, manager: Client, period: str) -> None:
    assert manager.get(PAGE + period).status_code == 422


def posted(programme: Programme, manager: Client, **changes: object) -> dict[str, object]:
    """What a browser would send back from the form, with changes."""
    form = manager.get(PAGE + "edit/").context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in {**data, **changes}.items() if value is not None}


def test_saving_makes_a_draft_and_publishing_puts_it_in_force(programme: Programme, manager: Client) -> None:
    data = posted(programme, manager, wait_minutes=5, channels=["phone", "chat"], place_nps=0, place_resolved=0)

    assert manager.post(PAGE + "edit/", data).status_code == 302
    assert manager.post(PAGE + "edit/", data).status_code == 302

    in_force = version_in_force(programme)
    assert in_force is not None
    assert (in_force.number, in_force.wait_minutes) == (1, 15)
    manager.post(PAGE + "publish/")
    in_force = version_in_force(programme)
    assert in_force is not None
    assert (in_force.number, in_force.wait_minutes, in_force.channels) == (2, 5, ["phone", "chat"])
    assert [question["kind"] for question in in_force.questions] == ["net_easy", "why"]
    entry = AuditEntry.objects.filter(action="programme.drafted").order_by("pk")[0]
    assert entry.changes["wait_minutes"] == [15, 5]
    assert AuditEntry.objects.filter(action="programme.published").count() == 1


def test_the_order_of_questions_is_that_of_their_places(programme: Programme, manager: Client) -> None:
    manager.post(PAGE + "edit/", posted(programme, manager, place_nps=1, place_net_easy=2))

    draft = ProgrammeVersion.objects.get(number=2)
    assert [question["kind"] for question in draft.questions] == ["nps", "net_easy", "resolved", "why"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"wait_minutes": -1}, "greater than or equal to 0"),
        ({"valid_hours": 0}, "greater than or equal to 1"),
        ({"quiet_days": "many"}, "Enter a whole number"),
        ({"channels": ["pigeon"]}, "pigeon is not one of the available choices"),
        ({"step_ids": [99999]}, "99999 is not one of the available choices"),
        ({"place_nps": 1}, "Another question stands there already."),
        ({"wording_nps_fr": ""}, "Word the question in every language."),
        ({"subject_en": ""}, "This field is required."),
        (
            dict.fromkeys(("place_net_easy", "place_nps", "place_resolved", "place_why"), 0),
            "Ask at least one question.",
        ),
    ],
)
def test_rules_that_make_no_sense_are_refused_with_the_form(
    programme: Programme, manager: Client, changes: dict[str, object], words: str
) -> None:
    answer = manager.post(PAGE + "edit/", posted(programme, manager, **changes))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert ProgrammeVersion.objects.count() == 1


def test_a_programme_is_switched_on_and_stopped_with_a_trace(cast: Cast, manager: Client) -> None:
    ensure_default_programme(by=BY)

    with stopped_at(NOON):
        manager.post(PAGE + "switch-on/")
        manager.post(PAGE + "switch-on/")
    programme = Programme.objects.get()
    assert (programme.state, programme.running_since) == ("running", NOON)

    manager.post(PAGE + "stop/")
    programme.refresh_from_db()
    assert programme.state == "stopped"
    actions = AuditEntry.objects.filter(object_type="programme").order_by("pk").values_list("action", "person_id")
    me = cast.people[Role.MANAGER].pk
    assert list(actions) == [
        ("programme.added", None),
        ("programme.switched_on", me),
        ("programme.stopped", me),
    ]


def test_publishing_without_a_draft_says_so(programme: Programme, manager: Client) -> None:
    text = manager.post(PAGE + "publish/", follow=True).content.decode()

    assert "There is no draft to publish." in text


def test_reading_does_not_switch_anything(programme: Programme, manager: Client) -> None:
    for place in ("publish/", "switch-on/", "stop/"):
        assert manager.get(PAGE + place).status_code == 405


def test_answers_are_read_by_those_of_the_unit(programme: Programme, cast: Cast) -> None:
    here, there = delivered("here", unit="lille-a"), delivered("there", unit="namur-a")
    with stopped_at(NOON + timedelta(hours=1)):
        for row in (here, there):
            give_answer(invitation_id=row.pk, number=1, given=Given(score=6), language="en")
            give_answer(invitation_id=row.pk, number=4, given=Given(text=f"<b>Slow</b> {row.pk}"), language="en")

    text = cast.client(Role.SUPERVISOR).get("/answers/" + PERIOD).content.decode()

    assert f"&lt;b&gt;Slow&lt;/b&gt; {here.pk}" in text
    assert f"Slow&lt;/b&gt; {there.pk}" not in text
    assert "example.org" not in text
    assert cast.client(Role.ADMINISTRATOR).get("/answers/").status_code == 403


def test_answers_are_filtered_by_channel_and_words(programme: Programme, manager: Client) -> None:
    row = delivered("a")
    with stopped_at(NOON + timedelta(hours=1)):
        give_answer(invitation_id=row.pk, number=1, given=Given(score=6), language="en")

    def count(more: str) -> int:
        return int(manager.get(f"/answers/{PERIOD}{more}").context["page"].paginator.count)

    assert [count(more) for more in ("", "&channel=phone", "&channel=chat", "&words=on")] == [1, 1, 0, 0]


def test_deciding_again_after_a_stop_and_a_start_keeps_to_the_new_start(programme: Programme, manager: Client) -> None:
    old = call("old")
    manager.post(PAGE + "stop/")
    with stopped_at(NOON + timedelta(hours=25)):
        manager.post(PAGE + "switch-on/")
        decide_invitations(interaction_ids=[old])

    assert Invitation.objects.count() == 0


def test_a_line_break_in_a_subject_becomes_a_space(cast: Cast) -> None:
    field = TermsForm().fields["subject_en"]

    assert field.clean("Was it easy?\r\nBcc: everybody@example.org") == "Was it easy? Bcc: everybody@example.org"
