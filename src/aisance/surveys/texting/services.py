"""What is done with a customer's answer by text message: the same as with one from the page."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from aisance.outreach.contracts import MessageChannel, MessageIntent, WordsReceived
from aisance.outreach.public import propose
from aisance.surveys.collection.contracts import Fate, InvitationPlace, Signs, Submission
from aisance.surveys.collection.reading import IN_WORDS
from aisance.surveys.contracts import Scale
from aisance.surveys.models import Invitation
from aisance.surveys.queries.candidates import PURPOSE
from aisance.surveys.queries.known import contact_of
from aisance.surveys.queries.screens import first_left
from aisance.surveys.queries.sittings import Sitting, sitting_at
from aisance.surveys.questionnaires.contracts import Given
from aisance.surveys.rules import TEXT_LIMIT
from aisance.surveys.services import asking, reminding
from aisance.surveys.services.answering import collect
from aisance.surveys.texting.links import short_link
from aisance.surveys.texting.rules import read_answer
from aisance.surveys.texting.wording import by_answer, misread_text, next_text, scale_by_text

NEXT_KEY, MISREAD_KEY = "surveys.text.next:", "surveys.text.misread:"
COLLECTED_BY = "sms"
MOST_FOLLOWING = 3
"""So many questions are asked by text after the first one; who has more to say finds them behind the link."""


def take_words(event: WordsReceived) -> None:
    """Take a customer's words as an answer to the question that was sent to them; other words are left alone.

    The question that follows is sent by text as well, where it can be answered so: at most `MOST_FOLLOWING` of them,
    each with the link, so that what is not answered stays open. The same words twice change nothing: an answer is
    stored once, and each text that follows is sent once.
    """
    invitation, number = _asked(event.message_key)
    asked = by_answer(invitation.version) if invitation else None
    if invitation is None or asked is None:
        return
    item, scale = asked
    with transaction.atomic():
        sitting = sitting_at(InvitationPlace(invitation.token))
        at = datetime.fromisoformat(event.at)
        if sitting is None or sitting.is_complete or sitting.is_over(at):
            return
        fate = _store(sitting, _read(sitting, number, event.text, scale), at)
        if fate is Fate.KEPT:
            _ask_next(invitation, sitting)
        elif fate is None and item.code not in sitting.given:
            words = misread_text(item, scale, sitting.language, _link(invitation))
            _send(invitation, f"{MISREAD_KEY}{invitation.pk}", words)


def _asked(key: str) -> tuple[Invitation | None, int]:
    """The invitation that the message with this key was about, and the number of the item that it asked."""
    for known in (asking.KEY, reminding.KEY, NEXT_KEY, MISREAD_KEY):
        pk, _colon, number = key.removeprefix(known).partition(":")
        if key.startswith(known) and pk.isdecimal():
            rows = Invitation.objects.select_related("version__programme")
            is_later = known == NEXT_KEY and number.isdecimal()
            return rows.filter(pk=int(pk)).first(), int(number) if is_later else 1
    return None, 1


type Read = dict[int, Given]
"""What was given, by the number of the item."""


def _read(sitting: Sitting, number: int, text: str, scale: Scale) -> Read:
    """What a text gives to the item that was asked, and its words to the next one where that asks for some.

    Where words were asked for, a score alone mends the first one.
    """
    item = sitting.items[number - 1] if 1 <= number <= len(sitting.items) else sitting.items[0]
    place = sitting.items.index(item) + 1
    own_scale = scale_by_text(sitting, item)
    if own_scale is None:
        said = read_answer(text, scale)
        if said.score is not None and not said.words:
            return {1: Given(score=said.score)}
        return {place: Given(text=_plain(text))} if item.kind in IN_WORDS and _plain(text) else {}
    said = read_answer(text, own_scale)
    found: Read = {place: Given(score=said.score)} if said.score is not None else {}
    follows = sitting.items[place] if len(sitting.items) > place else None
    if said.words and (found or item.code in sitting.given) and follows is not None and follows.kind in IN_WORDS:
        found[place + 1] = Given(text=said.words[:TEXT_LIMIT])
    return found


def _plain(text: str) -> str:
    return " ".join(text.split())[:TEXT_LIMIT]


def _store(sitting: Sitting, read: Read, at: datetime) -> Fate | None:
    """Store what was read; null where that is nothing."""
    if not read:
        return None
    submissions = [
        _submission(sitting, number, {sitting.items[number - 1].code: one}, at) for number, one in read.items()
    ]
    [*outcomes] = collect(submissions)
    return outcomes[-1].fate


def _ask_next(invitation: Invitation, before: Sitting) -> None:
    """Send the question that follows, unless enough were sent."""
    sitting = sitting_at(before.place)
    if sitting is None or sitting.is_complete or len(sitting.given) > MOST_FOLLOWING:
        return
    number = first_left(sitting, contact_of(sitting))
    item = sitting.items[number - 1]
    if item.code in sitting.given:
        return
    words = next_text(item, scale_by_text(sitting, item), sitting.language, _link(invitation))
    by_text = item.kind in IN_WORDS or scale_by_text(sitting, item) is not None
    _send(invitation, f"{NEXT_KEY}{invitation.pk}:{number if by_text else 1}", words)


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
