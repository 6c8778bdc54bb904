"""Words of a questionnaire that nobody ended are read after two hours; what becomes of them later is followed."""

from datetime import timedelta
from typing import Any

from aisance.accounts.public import root_unit
from aisance.core.clock import stopped_at
from aisance.core.events import deliver_events
from aisance.lake import public as lake
from aisance.surveys.collection.tests.asked import EVERY_KIND, address, invited_to, post
from aisance.surveys.models import Answer, Response
from aisance.surveys.tests.company import NOON
from aisance.verbatims.models import Verbatim
from aisance.verbatims.services import read_waiting
from tests.cast import Cast

READ_AT = 240
"""Minutes after noon: longer after the words than they wait for the end of their questionnaire."""


def _said_and_read() -> Any:
    """An invitation whose words were read before its questionnaire is ended."""
    invitation = invited_to([EVERY_KIND[8], EVERY_KIND[0]])
    post(address(invitation, "1/"), {"text": "Ma facture est fausse"})
    _worked(READ_AT)
    _somebody_else_wrote()
    _worked(READ_AT + 30)
    return invitation


def _somebody_else_wrote() -> None:
    """Words that are read later, so that those that change are not the newest of all."""
    at = NOON + timedelta(minutes=READ_AT)
    told = {"kind": "hot", "unit_id": root_unit().id, "answered_at": at, "completed_at": at}
    response = Response.objects.create(source="test", external_id="other", language="fr", **told)
    Answer.objects.create(response=response, question="more", text="Merci", day=at.date(), recorded_at=at)


def _worked(minutes: float) -> None:
    with stopped_at(NOON + timedelta(minutes=minutes)):
        deliver_events()
        read_waiting()
        lake.pull()


def _texts_in_figures() -> int:
    return len(lake.rows("verbatims", lambda t: t.select("id")))


def test_words_count_no_more_once_their_response_is_set_apart_by_itself(cast: Cast) -> None:
    invitation = _said_and_read()
    assert _texts_in_figures() == 2

    post(address(invitation, "2/"), {"score": "9"}, READ_AT + 60, HTTP_USER_AGENT="python-requests/2.32")
    _worked(READ_AT + 90)

    assert Response.objects.get(invitation=invitation).set_apart == "scanner"
    assert _texts_in_figures() == 1


def test_words_that_are_changed_after_they_were_read_are_read_again(cast: Cast) -> None:
    invitation = _said_and_read()

    post(address(invitation, "1/"), {"text": "Conseillère très aimable"}, READ_AT + 60)
    post(address(invitation, "2/"), {"score": "9"}, READ_AT + 61)
    _worked(READ_AT + 90)

    read = Verbatim.objects.exclude(text="Merci")
    assert [(row.text, row.feeling) for row in read] == [("Conseillère très aimable", 1)]
    assert _texts_in_figures() == 2


def test_words_that_are_taken_back_after_they_were_read_are_gone(cast: Cast) -> None:
    invitation = _said_and_read()

    post(address(invitation, "1/"), {"text": ""}, READ_AT + 60)
    _worked(READ_AT + 90)

    assert not Answer.objects.filter(text="Ma facture est fausse").exists()
    assert [row.text for row in Verbatim.objects.all()] == ["Merci"]
    assert _texts_in_figures() == 1
