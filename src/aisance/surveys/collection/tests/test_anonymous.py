"""Anonymous programmes: no join leads from a customer to an answer."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey

from aisance.core.clock import start_of_day, stopped_at
from aisance.core.worker import run_until_idle
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.lake.public import pull, rebuild, rows
from aisance.outreach.models import Message
from aisance.surveys.collection.tests.asked import EVERY_KIND, get, invited_to, post
from aisance.surveys.models import Answer, Invitation, Programme, Response
from aisance.surveys.tests.company import NOON, address, message_of
from aisance.surveys.tokens import sign
from tests.cast import Cast

THREE = [EVERY_KIND[0], EVERY_KIND[1], EVERY_KIND[8]]


def link_of(invitation: Invitation) -> str:
    """The path in the message that waits to leave."""
    found = re.search(r"/a/\S+?/(?=\s)", message_of(invitation).body)
    assert found
    return found[0]


def invited_anonymously(number: int = 1) -> tuple[Invitation, str]:
    somebody = CustomerClaim({IdentifierKind.EMAIL: f"c{number}@example.org"}, "Hélène", "fr")
    invitation = invited_to(THREE, anonymous=True, external_id=str(number), customer=somebody)
    return invitation, link_of(invitation)


def test_answers_are_given_by_the_whole_link_only(cast: Cast) -> None:
    invitation, link = invited_anonymously()
    signed = link.split("/")[2]
    assert "~" in signed

    assert get(f"/a/{sign(invitation.token)}/1/").status_code == 404
    assert post(f"/a/{sign(invitation.token)}/1/", {"score": "3"}).status_code == 404
    assert post(f"{link}1/", {"score": "3"})["Location"] == f"{link}2/"
    assert get(link)["Location"] == f"{link}2/"
    assert 'value="3" checked' in get(f"{link}1/").content.decode()
    post(f"{link}2/", {"score": "2"})
    assert post(f"{link}3/", {"text": "Nobody knows"})["Location"] == f"{link}thanks/"
    assert "déjà répondu" in get(link).content.decode()


def test_the_response_names_nobody_and_no_hour(cast: Cast) -> None:
    invitation, link = invited_anonymously()

    post(f"{link}all/", {"nps.score": "3", "more.text": "Nobody knows"}, 75)

    response = Response.objects.get()
    day = start_of_day(NOON.date())
    empty = ("invitation_id", "interaction_id", "customer_id", "advisor_id", "step_id", "reason_id", "link_id")
    assert {name: getattr(response, name) for name in empty} == dict.fromkeys(empty)
    assert (response.answered_at, response.completed_at) == (day, day)
    assert (response.unit_id, response.channel) == (invitation.unit_id, "phone")
    assert response.pk < 0
    assert set(Answer.objects.values_list("recorded_at", flat=True)) == {day}
    assert all(pk < 0 for pk in Answer.objects.values_list("pk", flat=True))
    invitation.refresh_from_db()
    assert (invitation.opened_at, invitation.reached) == (day, 3)


def _values(row: Any) -> set[Any]:
    found = [getattr(row, field.attname) for field in row._meta.concrete_fields]
    return {value for value in found if not isinstance(value, dict | list) and value not in _COMMON}


_COMMON: set[Any] = {None, "", 0, 1, 2, 3, "hot", "fr", "phone", "email"}


def test_no_join_leads_from_a_customer_to_an_answer(cast: Cast) -> None:
    """What stands in a response or its answers stands nowhere on the customer's side, but for day, unit, version."""
    invitations = [invited_anonymously(number) for number in range(1, 4)]
    for number, (_invitation, link) in enumerate(invitations):
        post(f"{link}all/", {"nps.score": str(7 + number), "more.text": f"Words {number}"}, 90 - number)
    with stopped_at(NOON + timedelta(minutes=95)):
        run_until_idle()

    answers = [*Response.objects.all(), *Answer.objects.all()]
    said = set[Any]().union(*(_values(row) for row in answers))
    theirs: set[Any] = set()
    for model in apps.get_models():
        if model not in {Response, Answer}:
            theirs |= set[Any]().union(*(_values(row) for row in model._default_manager.all()))
    shared = {value for value in said & theirs if not isinstance(value, int) or value < 0}
    assert shared <= {"aisance", start_of_day(NOON.date()), NOON.date()}

    # And no text of any other table holds a name or a key of a response, nor the secret half of a link.
    secrets = [link.split("/")[2].split("~")[1].split(".")[0] for _invitation, link in invitations]
    names = [*Response.objects.values_list("external_id", flat=True), *secrets]
    for table in connection.introspection.table_names():
        if table not in {"surveys_response", "surveys_answer"}:
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT * FROM "{table}"')
                text = repr(cursor.fetchall())
            assert [name for name in names if name in text] == [], table


def test_what_points_to_a_customer_points_to_no_response(cast: Cast) -> None:
    """By the tables: a response points down; what points to it names nobody but the author of a public review, and,
    for responses that name their customer themselves, who is pleased and whom a case, praise or an idea is from."""
    pointing = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model in {Response, Answer}
    }

    assert {model._meta.label for model, _name in pointing} == {
        *("surveys.Answer", "surveys.Review", "verbatims.Verbatim"),
        *("cases.Case", "cases.Weighing", "advocacy.Praise", "advocacy.Pleased", "advocacy.Idea"),
    }


def test_the_message_forgets_the_link_once_it_left(cast: Cast) -> None:
    invitation, _link = invited_anonymously()
    assert "/a/" in message_of(invitation).body

    with stopped_at(NOON + timedelta(minutes=30)):
        run_until_idle()

    message = message_of(invitation)
    assert (message.state, message.body) == (Message.State.SENT, "")
    assert "~" not in message.unsubscribe_url


def test_to_be_left_alone_takes_no_secret(cast: Cast) -> None:
    invitation, _link = invited_anonymously()
    path = message_of(invitation).unsubscribe_url.removeprefix("http://127.0.0.1:8000")

    assert get(path).status_code == 200
    assert post(path).status_code == 200


def test_a_second_link_of_one_invitation_answers_once_only(cast: Cast) -> None:
    invitation, link = invited_anonymously()
    reminder = f"/a/{sign(f'{invitation.token}~another')}/"

    post(f"{link}1/", {"score": "3"})
    assert post(f"{reminder}all/", {"nps.score": "8"})["Location"] == f"{reminder}thanks/"
    assert "déjà répondu" in post(f"{link}2/", {"score": "2"}).content.decode()

    assert Response.objects.filter(completed_at__isnull=False).count() == 1


def test_anonymous_answers_reach_the_store_by_pull_and_by_rebuild(cast: Cast) -> None:
    invited_named = invited_to(THREE, external_id="0")
    first = [invited_anonymously(number)[1] for number in (1, 2)]
    post(f"{first[0]}all/", {"nps.score": "3"})

    def scores() -> list[tuple[Any, ...]]:
        return rows("answers", lambda t: t.order_by("score").select("score", "day"))

    pull()
    assert scores() == [(3, NOON.date())]
    post(f"{first[1]}all/", {"nps.score": "5"})
    pull()
    assert scores() == [(3, NOON.date()), (5, NOON.date())]
    Programme.objects.update(anonymous=False)
    post(address(invited_named, "all/"), {"nps.score": "8"}, 70)
    pull()
    whole = [(3, NOON.date()), (5, NOON.date()), (8, NOON.date())]
    assert scores() == whole
    rebuild()
    assert scores() == whole


def test_a_contact_that_was_answered_about_is_counted_as_answered(cast: Cast) -> None:
    _invitation, link = invited_anonymously()
    post(f"{link}all/", {"nps.score": "3"})

    pull()

    assert rows("invitations", lambda t: t.select("answered")) == [(1,)]


@pytest.mark.parametrize("moment", [NOON, NOON.replace(hour=23, minute=30)])
def test_the_day_is_the_company_s(cast: Cast, moment: datetime) -> None:
    _invitation, link = invited_anonymously()

    post(f"{link}all/", {"nps.score": "3"}, (moment - NOON) / timedelta(minutes=1) + 60)

    expected = date(2026, 11, 19) if moment == NOON else date(2026, 11, 20)
    assert Answer.objects.get().day == expected
