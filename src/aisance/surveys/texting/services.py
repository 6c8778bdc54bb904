"""What is done with a customer's answer by text message: the same as with one from the page."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from aisance.outreach.contracts import MessageChannel, MessageIntent, WordsReceived
from aisance.outreach.public import propose
from aisance.surveys.collection.contracts import Fate, InvitationPlace, Signs, Submission
from aisance.surveys.collection.reading import IN_WORDS
from aisance.surveys.models import Invitation
from aisance.surveys.queries.candidates import PURPOSE
from aisance.surveys.queries.sittings import Sitting, sitting_at
from aisance.surveys.questionnaires.contracts import Given, Item
from aisance.surveys.rules import TEXT_LIMIT
from aisance.surveys.services import asking, reminding
from aisance.surveys.services.answering import collect
from aisance.surveys.texting.links import short_link
from aisance.surveys.texting.rules import Said, read_answer
from aisance.surveys.texting.wording import by_answer, misread_text, next_text

NEXT_KEY, MISREAD_KEY = "surveys.text.next:", "surveys.text.misread:"
COLLECTED_BY = "sms"


def take_words(event: WordsReceived) -> None:
    """Take a customer's words as an answer to the question that was sent to them; other words are left alone.

    The same words twice change nothing: an answer is stored once, and each text that follows is sent once.
    """
    invitation = _asked(event.message_key)
    asked = by_answer(invitation.version) if invitation else None
    if invitation is None or asked is None:
        return
    item, scale = asked
    with transaction.atomic():
        sitting = sitting_at(InvitationPlace(invitation.token))
        at = datetime.fromisoformat(event.at)
        if sitting is None or sitting.is_complete or sitting.is_over(at):
            return
        said = read_answer(event.text, scale)
        fate = _store(sitting, said, at)
        if fate is Fate.KEPT:
            left = [one for one in sitting.items[1:] if one.code not in _given(sitting)]
            _send(invitation, f"{NEXT_KEY}{invitation.pk}", next_text(left, sitting.language, _link(invitation)))
        elif fate is None and item.code not in sitting.given:
            words = misread_text(item, scale, sitting.language, _link(invitation))
            _send(invitation, f"{MISREAD_KEY}{invitation.pk}", words)


def _asked(key: str) -> Invitation | None:
    """The invitation that the message with this key was about."""
    for known in (asking.KEY, reminding.KEY, NEXT_KEY, MISREAD_KEY):
        number = key.removeprefix(known).partition(":")[0]
        if key.startswith(known) and number.isdecimal():
            rows = Invitation.objects.select_related("version__programme")
            return rows.filter(pk=int(number)).first()
    return None


def _store(sitting: Sitting, said: Said, at: datetime) -> Fate | None:
    """Store the score for the first item, and words for the second where it asks for some; null where nothing fits."""
    given = dict(_parts(sitting, said))
    if not given:
        return None
    [*outcomes] = collect([_submission(sitting, number, one, at) for number, one in given.items()])
    return outcomes[-1].fate


def _parts(sitting: Sitting, said: Said) -> Iterator[tuple[int, Mapping[str, Given]]]:
    first = sitting.items[0]
    if said.score is not None:
        yield 1, {first.code: Given(score=said.score)}
    second: Item | None = sitting.items[1] if len(sitting.items) > 1 else None
    has_score = said.score is not None or first.code in sitting.given
    if has_score and said.words and second is not None and second.kind in IN_WORDS:
        yield 2, {second.code: Given(text=said.words[:TEXT_LIMIT])}


def _submission(sitting: Sitting, number: int, given: Mapping[str, Given], at: datetime) -> Submission:
    # The question was drawn when the text left; how quickly two texts follow each other says nothing.
    signs = Signs(drawn_at=(sitting.opened_at or at) - timedelta(minutes=1))
    return Submission(
        place=sitting.place,
        at=at,
        number=number,
        given=given,
        language=sitting.language.split("-")[0],
        collected_by=COLLECTED_BY,
        signs=signs,
    )


def _given(sitting: Sitting) -> set[str]:
    fresh = sitting_at(sitting.place)
    return set(fresh.given) if fresh else set()


def _link(invitation: Invitation) -> str:
    return short_link(invitation.pk)


def _send(invitation: Invitation, key: str, words: str) -> None:
    propose(
        MessageIntent(
            key=key,
            customer_id=invitation.customer_id or 0,
            channel=MessageChannel.SMS,
            purpose=PURPOSE,
            language=invitation.language,
            subject=words,
            body=words,
        )
    )
