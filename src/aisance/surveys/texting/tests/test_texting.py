"""A programme by text message, from the question to the answer."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django.fixtures import Settings

from aisance.core.clock import stopped_at
from aisance.core.events import deliver_events
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.outreach.channels.sms.heard import HeardText
from aisance.outreach.models import Message
from aisance.outreach.public import stopped
from aisance.outreach.services import send_due_messages
from aisance.outreach.services.hearing import take_text
from aisance.surveys.contracts import Scale
from aisance.surveys.models import Answer, Invitation, Programme, ProgrammeVersion, Response
from aisance.surveys.tests.company import NOON, address, invited, running_programme
from aisance.surveys.texting.links import read_code, seal, short_link
from aisance.surveys.texting.rules import read_answer
from tests.cast import Cast

type Asked = dict[str, object]

PHONE = "+33612345678"
ANA = CustomerClaim({IdentifierKind.PHONE: PHONE}, "Ana Pereira", "en")
NPS: Asked = {
    "kind": "nps",
    "wording": {"en": "How likely are you to recommend us?", "fr": "Nous recommanderiez-vous ?"},
}
WHY: Asked = {"kind": "why", "wording": {"en": "Why?", "fr": "Pourquoi ?"}}
CSAT: Asked = {"kind": "csat", "wording": {"en": "Satisfied?", "fr": "Content ?"}}


PLACE: Asked = {
    "kind": "single",
    "code": "place",
    "wording": {"en": "Where?", "fr": "Où ?"},
    "options": [{"code": "a", "label": {"en": "A", "fr": "A"}}, {"code": "b", "label": {"en": "B", "fr": "B"}}],
}


@pytest.fixture(autouse=True)
def _sms(settings: Settings, tmp_path: Path) -> None:
    settings.SMS = {"url": "", "sender": "38000", "folder": tmp_path}


def asked(questions: list[Asked]) -> Invitation:
    """An invitation that left by text message."""
    programme = running_programme()
    ProgrammeVersion.objects.filter(programme=programme).update(
        questions=questions, message_channel="sms", routes=["sms"]
    )
    invitation = invited(customer=ANA)
    with stopped_at(NOON + timedelta(minutes=17)):
        send_due_messages()
        deliver_events()
    invitation.refresh_from_db()
    return invitation


def say(words: str, minutes: int = 20, key: str = "") -> None:
    """The phone answers, and everything that follows from it happens."""
    with stopped_at(NOON + timedelta(minutes=minutes)):
        take_text(HeardText(key or f"test:{words}:{minutes}", PHONE, "38000", words))
        deliver_events()
        send_due_messages()
        deliver_events()


def given() -> dict[str, object]:
    return {row.question: row.text or row.score for row in Answer.objects.order_by("pk")}


def texts() -> list[str]:
    return list(Message.objects.filter(channel="sms").order_by("pk").values_list("body", flat=True))


def test_the_question_the_points_the_link_and_the_way_out_stand_in_the_text(cast: Cast) -> None:
    invitation = asked([NPS, WHY])

    assert invitation.state == "delivered"
    assert texts() == [
        "Our company: How likely are you to recommend us? Answer 0 (not at all likely) to 10 (extremely likely), "
        f"or here: {short_link(invitation.pk)}\nTo be asked no more: STOP."
    ]


def test_a_score_by_text_is_an_answer_and_the_next_question_follows_once(cast: Cast) -> None:
    invitation = asked([NPS, WHY])

    say("9")

    assert given() == {"nps": 9}
    response = Response.objects.get()
    assert (response.collected_by, response.invitation, response.completed_at) == ("sms", invitation, None)
    assert response.answered_at == NOON + timedelta(minutes=20)
    follow = f"Thank you! Why? Write it to us, or here: {short_link(invitation.pk)}"
    assert texts()[1:] == [follow]

    say("8", minutes=21)
    assert given() == {"nps": 8}
    assert len(texts()) == 2


def test_words_after_the_score_answer_the_question_why(cast: Cast) -> None:
    asked([NPS, WHY])

    say("9")
    say("Hugo explained everything", minutes=22)

    assert given() == {"nps": 9, "why": "Hugo explained everything"}
    response = Response.objects.get()
    assert (response.completed_at, response.set_apart) == (NOON + timedelta(minutes=22), "")
    assert len(texts()) == 2


def test_a_score_and_words_in_one_text_are_both_answers(cast: Cast) -> None:
    asked([NPS, WHY])

    say("10/10 - thank you Hugo")

    assert given() == {"nps": 10, "why": "thank you Hugo"}
    assert Response.objects.get().completed_at
    assert len(texts()) == 1


def test_the_other_questions_are_a_link_away(cast: Cast, client: Client) -> None:
    invitation = asked([NPS, PLACE, WHY])

    say("9 thanks")

    assert given() == {"nps": 9}
    assert texts()[1] == (f"Thank you! The other questions take less than a minute: {short_link(invitation.pk)}")
    with stopped_at(NOON + timedelta(minutes=30)):
        page = client.get(short_link(invitation.pk).removeprefix(django_settings.ENVIRONMENT.base_url), follow=True)
    assert page.redirect_chain[-1][0] == address(invitation, "2/")


def test_questions_follow_by_text_one_after_the_other(cast: Cast) -> None:
    invitation = asked([NPS, CSAT, WHY])
    link = short_link(invitation.pk)

    say("9")
    say("no idea", minutes=21)
    assert texts()[1:] == [f"Thank you! Satisfied? Answer 1 (very dissatisfied) to 5 (very satisfied), or here: {link}"]
    say("4", minutes=22)
    say("10", minutes=23)  # where words are asked for, a score alone mends the first
    say("Hugo was quick", minutes=24)

    assert texts()[2:] == [f"Thank you! Why? Write it to us, or here: {link}"]
    assert given() == {"nps": 10, "csat": 4, "why": "Hugo was quick"}
    assert Response.objects.get().completed_at == NOON + timedelta(minutes=24)


def test_after_three_texts_that_follow_the_rest_stays_open(cast: Cast) -> None:
    more: list[Asked] = [{"kind": kind, "wording": {"en": f"{kind}?"}} for kind in ("ces", "cxi_easy", "stay")]
    asked([NPS, CSAT, *more])

    for minutes, words in enumerate(("9", "4", "5", "3"), start=20):
        say(words, minutes=minutes)

    assert given() == {"nps": 9, "csat": 4, "ces": 5, "cxi_easy": 3}
    assert len(texts()) == 1 + 3
    assert Response.objects.get().completed_at is None


def test_the_same_text_delivered_twice_changes_nothing(cast: Cast) -> None:
    asked([NPS, WHY])

    say("9", key="a")
    say("9", key="a", minutes=21)
    say("9", key="b", minutes=21)

    assert given() == {"nps": 9}
    assert Response.objects.count() == 1
    assert len(texts()) == 2


def test_words_without_a_score_are_asked_again_once_and_recorded_nowhere(cast: Cast) -> None:
    invitation = asked([NPS, WHY])

    say("Who are you?")
    say("10 minutes of waiting!", minutes=21)

    assert not Response.objects.exists()
    assert texts()[1:] == [
        "Please answer 0 (not at all likely) to 10 (extremely likely), or here: " + short_link(invitation.pk)
    ]
    say("3", minutes=22)
    assert given() == {"nps": 3}


def test_stop_is_no_answer_and_nothing_follows(cast: Cast) -> None:
    invitation = asked([NPS, WHY])

    say("STOP")

    assert stopped([invitation.customer_id or 0], "surveys") == {invitation.customer_id}
    assert not Response.objects.exists()
    assert len(texts()) == 1


def test_after_the_end_an_answer_by_text_changes_nothing(cast: Cast) -> None:
    invitation = asked([NPS, WHY])
    late = int((invitation.expires_at - NOON) / timedelta(minutes=1)) + 1

    say("9", minutes=late)

    assert not Response.objects.exists()
    assert len(texts()) == 1


def test_from_a_name_or_without_a_score_at_the_beginning_only_the_link_is_sent(cast: Cast, settings: Settings) -> None:
    settings.SMS = {**settings.SMS, "sender": "Orvane"}
    invitation = asked([NPS, WHY])

    assert texts()[0].endswith(f"{short_link(invitation.pk)}\nTo be asked no more, answer STOP.")
    assert "Answer 0" not in texts()[0]
    say("9")
    assert not Response.objects.exists()


def test_a_short_link_is_short_and_records_nothing(cast: Cast, client: Client) -> None:
    invitation = asked([NPS, WHY])
    link = short_link(invitation.pk).removeprefix(django_settings.ENVIRONMENT.base_url)

    assert len(link) <= len("/s/") + 11 + 6
    for _ in range(10):
        assert client.get(link).status_code == 302
        assert client.head(link).status_code == 302
    invitation.refresh_from_db()
    assert (invitation.opened_at, Response.objects.count()) == (None, 0)


@pytest.mark.parametrize("change", ["seal", "number", "empty", "long", "letters"])
def test_a_short_link_that_is_not_ours_leads_nowhere(cast: Cast, client: Client, change: str) -> None:
    code = {
        "seal": "A" * 11 + "1",
        "number": seal(1) + "2",
        "empty": seal(1),
        "long": seal(1) + "1" * 40,
        "letters": seal(1) + "é",
    }[change]

    assert read_code(code) is None
    assert client.get(f"/s/{code}").status_code == 404


def test_an_anonymous_programme_sends_a_link_that_leads_to_the_questions_and_takes_no_answer_by_text(
    cast: Cast, client: Client
) -> None:
    Programme.objects.filter(pk=running_programme().pk).update(anonymous=True)
    invitation = asked([NPS, WHY])
    with stopped_at(NOON + timedelta(minutes=1)):
        body = next(Path(str(django_settings.SMS["folder"])).iterdir()).read_text()
    [link] = re.findall(r"http\S+", body)

    assert "Answer 0" not in body
    assert link == short_link(invitation.pk, link.rpartition("~")[2]) != short_link(invitation.pk)
    with stopped_at(NOON + timedelta(minutes=30)):
        page = client.get(link.removeprefix(django_settings.ENVIRONMENT.base_url), follow=True)
    assert (page.status_code, page.redirect_chain[-1][0].rsplit("/", 2)[1]) == (200, "1")
    say("9")
    assert not Response.objects.exists()


def test_the_half_of_an_anonymous_link_travels_along(cast: Cast) -> None:
    code = short_link(812, "half").rpartition("/")[2]

    assert read_code(code) == (812, "half")
    assert read_code(short_link(62**3).rpartition("/")[2]) == (62**3, "")


@pytest.mark.parametrize(
    ("text", "score", "words"),
    [
        ("9", 9, ""),
        (" 9 ! ", 9, ""),
        ("09", 9, ""),
        ("9/10", 9, ""),
        ("9 sur 10 merci", 9, "merci"),
        ("Note : 7", 7, ""),
        ("Je mets 0 !!", 0, ""),
        ("10. Parfait", 10, "Parfait"),
        ("7/5", None, "7/5"),
        ("11", None, "11"),
        ("9,5", None, "9,5"),
        ("100", None, "100"),
        ("2 appels pour rien", None, "2 appels pour rien"),
        ("10 minutes", None, "10 minutes"),
        ("10€ de trop", None, "10€ de trop"),
        ("super 10", None, "super 10"),
        ("", None, ""),
    ],
)
def test_only_a_score_at_the_beginning_is_a_score(text: str, score: int | None, words: str) -> None:
    said = read_answer(text, Scale("nps_11", 0, 10))

    assert (said.score, said.words) == (score, words)


def test_the_programme_page_shows_the_text_its_segments_and_the_letter_that_makes_it_dear(
    cast: Cast, settings: Settings
) -> None:
    programme = running_programme()
    questions = [NPS | {"wording": {"en": "Was it easy?", "fr": "Êtes-vous content ?"}}]
    ProgrammeVersion.objects.filter(programme=programme).update(questions=questions, routes=["sms"])

    page = " ".join(cast.client(Role.MANAGER).get(f"/programmes/{programme.code}/").content.decode().split())

    assert "Was it easy? Answer 0 (not at all likely) to 10 (extremely likely), or here: http" in page
    assert "English: 1 segment, 15" in page
    assert "“Ê” is not in the alphabet of text messages" in page
    ProgrammeVersion.objects.filter(programme=programme).update(routes=["email"])
    assert "The text message" not in cast.client(Role.MANAGER).get(f"/programmes/{programme.code}/").content.decode()
