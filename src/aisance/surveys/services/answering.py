"""What customers do: answer a question, pass it, answer all at once, ask to be left alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import transaction

from aisance.core import clock
from aisance.core.bulk import sent_together
from aisance.core.durable import durably, hang_up
from aisance.core.grouped import GroupWriter
from aisance.core.limits import Limit
from aisance.journeys.public import interactions
from aisance.outreach.public import stop
from aisance.surveys.collection.cells import cells_of, given_of, questions_of
from aisance.surveys.collection.contracts import (
    Apart,
    Fate,
    InvitationPlace,
    LinkPlace,
    Outcome,
    Place,
    Submission,
)
from aisance.surveys.collection.reading import (
    IN_WORDS,
    MISSING,
    REQUIRED,
    WrongAnswerError,
    check_given,
    is_empty,
    read_given,
)
from aisance.surveys.collection.signs import plain_sign, too_fast
from aisance.surveys.models import Invitation
from aisance.surveys.queries.known import known_codes
from aisance.surveys.queries.screens import languages_of
from aisance.surveys.queries.sittings import Sitting, sittings_at
from aisance.surveys.questionnaires.contracts import Given, Item
from aisance.surveys.questionnaires.rules import next_item, shown_items
from aisance.surveys.services.asking import KEY
from aisance.surveys.services.deciding import PURPOSE
from aisance.surveys.services.sitting_rows import CrossedError, Writing, store, writing_of
from aisance.surveys.services.suspecting import later_sign

__all__ = ["Given", "collect", "give_answer", "stop_asking", "submit"]

WAITING_LIMIT, GROUP_LIMIT = 256, 64
"""How many submissions may wait for the writer, and how many share a commit."""

HOUR = 3600


def submit(submission: Submission) -> Outcome:
    """Take one submission; what became of it, once that is on the disk. Raises core.grouped.BusyError."""
    return _WRITER.write(submission)


def collect(submissions: Sequence[Submission]) -> list[Outcome]:
    """Take submissions in one transaction, in their order; what became of each.

    The same submission again changes nothing. Until a questionnaire is complete an answer may be changed or taken
    back, afterwards nothing changes. A submission with a wrong answer stores nothing at all.
    """
    for attempt in range(3):
        try:
            with transaction.atomic(), sent_together():
                return [outcome for some in _rounds(submissions) for outcome in _collect(some)]
        except CrossedError:
            if attempt == 2:
                raise
    raise AssertionError("unreachable")


_WRITER = GroupWriter("answers", durably(collect), capacity=WAITING_LIMIT, largest=GROUP_LIMIT, recover=hang_up)


def _rounds(submissions: Sequence[Submission]) -> Iterator[list[Submission]]:
    """Those that stand side by side: two halves of one anonymous invitation must see each other's mark."""
    some: list[Submission] = []
    places: dict[str, Place] = {}
    for submission in submissions:
        place = submission.place
        token = place.token if isinstance(place, InvitationPlace) else place.key
        if places.setdefault(token, place) != place:
            yield some
            some, places = [], {token: place}
        some.append(submission)
    yield some


def _collect(submissions: Sequence[Submission]) -> list[Outcome]:
    sittings = sittings_at({submission.place for submission in submissions}, lock=True)
    ids = {sitting.interaction_id for sitting in sittings.values() if sitting.interaction_id}
    contacts = {card.id: card for card in interactions(ids)} if ids else {}
    writings: dict[Place, Writing] = {}
    outcomes = []
    for submission in submissions:
        sitting = sittings.get(submission.place)
        if sitting is None:
            outcomes.append(Outcome(Fate.UNKNOWN))
            continue
        writing = writings.get(submission.place)
        if writing is None:
            contact = contacts.get(sitting.interaction_id or 0)
            writing = writings[submission.place] = writing_of(sitting, contact, submission.at)
        outcomes.append(_take(writing, submission))
    store([*writings.values()])
    return [
        replace(outcome, response_id=writings[one.place].response_id) if one.place in writings else outcome
        for outcome, one in zip(outcomes, submissions, strict=True)
    ]


def _take(writing: Writing, submission: Submission) -> Outcome:
    """Change the sitting as the submission wants it."""
    sitting, at = writing.sitting, submission.at
    if _is_complete(writing):
        return Outcome(Fate.ALREADY)
    if sitting.is_over(at):
        return Outcome(Fate.OVER)
    if not 0 <= submission.number <= len(sitting.items):
        return Outcome(Fate.UNKNOWN)
    given, wrong = _given(sitting, submission)
    if wrong:
        return Outcome(Fate.WRONG, wrong=wrong)
    before = given_of(sitting.items, writing.cells)
    after = {**before, **given} if submission.number else given
    after = {code: one for code, one in after.items() if not is_empty(one)}
    return _go_on(writing, submission, given, after)


def _is_complete(writing: Writing) -> bool:
    return writing.sitting.is_complete or writing.completed_at is not None or _at_the_end(writing)


def _at_the_end(writing: Writing) -> bool:
    return writing.sitting.invitation_id is not None and writing.reached >= len(writing.sitting.items)


def _given(sitting: Sitting, submission: Submission) -> tuple[dict[str, Given], dict[str, Any]]:
    """What a submission gives to each item it speaks of, and what is wrong with it."""
    alone = submission.number > 0
    asked = [sitting.items[submission.number - 1]] if alone else list(sitting.items)
    given: dict[str, Given] = {}
    wrong: dict[str, Any] = {}
    for item in asked:
        try:
            given[item.code] = _one_given(item, sitting, submission, alone=alone)
        except WrongAnswerError as problem:
            wrong[item.code] = problem.words
    return given, wrong


def _one_given(item: Item, sitting: Sitting, submission: Submission, *, alone: bool) -> Given:
    scale, fields = sitting.scales.get(item.code), submission.fields
    if fields is None:
        given = (submission.given or {}).get(item.code, Given())
        check_given(item, scale, given)
    elif alone and "skip" in fields:
        given = Given()
    else:
        given = read_given(item, scale, fields, alone=alone, prefix="" if alone else f"{item.code}.")
        # Words may be left empty without saying so; whoever is shown a scale says which point, or skips.
        if alone and is_empty(given) and item.kind not in IN_WORDS:
            raise WrongAnswerError(REQUIRED if item.required else MISSING)
    if alone and item.required and is_empty(given):
        raise WrongAnswerError(REQUIRED)
    return given


def _go_on(writing: Writing, submission: Submission, given: Mapping[str, Given], after: dict[str, Given]) -> Outcome:
    sitting = writing.sitting
    known = known_codes(sitting, writing.contact)
    way = shown_items(sitting.items, after, known)
    missing = [item for item in way if item.required and item.code not in after]
    if submission.number == 0 and missing:
        return Outcome(Fate.WRONG, wrong={item.code: REQUIRED for item in missing})
    wait = _knock(writing, given)
    if wait:
        return Outcome(Fate.TOO_MANY, wait_seconds=wait)
    here = sitting.items[submission.number - 1].code if submission.number else sitting.items[-1].code
    next_one = next_item(sitting.items, here, after, known) or next(iter(missing), None)
    _keep(writing, submission, after)
    if next_one is None:
        _complete(writing, submission, {item.code for item in way})
        return Outcome(Fate.COMPLETE)
    if not sitting.anonymous:
        writing.reached = max(writing.reached, min(submission.number, len(sitting.items) - 1))
    return Outcome(Fate.KEPT, next_number=sitting.items.index(next_one) + 1)


def _keep(writing: Writing, submission: Submission, after: Mapping[str, Given]) -> None:
    """Store what is given after this, of the items spoken of; the first submission says by what it came."""
    sitting = writing.sitting
    spoken = [sitting.items[submission.number - 1]] if submission.number else sitting.items
    for item in spoken:
        for question in questions_of(item):
            writing.cells.pop(question, None)
        if item.code in after:
            writing.cells |= cells_of(item, sitting.scales.get(item.code), after[item.code])
    writing.opened_at = writing.opened_at or writing.at
    writing.language = writing.language or _chosen(sitting, submission) or sitting.language.split("-")[0]
    writing.collected_by = writing.collected_by or submission.collected_by
    writing.set_apart = writing.set_apart or _sign(plain_sign(submission.signs))


def _chosen(sitting: Sitting, submission: Submission) -> str:
    """The language chosen, if the page has it: anybody may write anything into a form."""
    known = submission.language in (*languages_of(sitting), *dict(settings.LANGUAGES))
    return submission.language if known else ""


def _complete(writing: Writing, submission: Submission, shown: set[str]) -> None:
    """The end: what was given to items that the way no longer passes goes."""
    sitting = writing.sitting
    for item in sitting.items:
        if item.code not in shown:
            for question in questions_of(item):
                writing.cells.pop(question, None)
    writing.reached = len(sitting.items) if sitting.invitation_id is not None else 0
    if writing.cells or sitting.held is not None:
        writing.completed_at = writing.at
        hasty = too_fast(_taken(sitting, submission), len(shown), invited=sitting.invitation_id is not None)
        sign = Apart.TOO_FAST if hasty else later_sign(sitting, submission, writing.cells)
        writing.set_apart = writing.set_apart or _sign(sign)


def _sign(sign: Apart | None) -> str:
    return sign.value if sign else ""


def _taken(sitting: Sitting, submission: Submission) -> timedelta | None:
    """How long a form took: since its link's first page, or since the one page, was drawn; null where nobody knows."""
    if submission.fields is None:
        return None
    place = sitting.place
    began = place.began_at if isinstance(place, LinkPlace) else submission.signs.drawn_at
    return submission.at - began if began else None


@lru_cache(maxsize=256)
def _limit_of(per_hour: int) -> Limit:
    """The links with one and the same limit share a counter, by their ids."""
    return Limit(amount=per_hour, seconds=HOUR)


def _knock(writing: Writing, given: Mapping[str, Given]) -> int:
    """How long a link lets wait that has taken too many responses in this hour; a response that goes on never waits."""
    sitting = writing.sitting
    begins = sitting.link_id is not None and sitting.held is None and not writing.cells
    if not begins or all(is_empty(one) for one in given.values()):
        return 0
    return _limit_of(sitting.per_hour).knock(str(sitting.link_id))


def give_answer(*, invitation_id: int, number: int, given: Given, language: str) -> bool:
    """Store what was given to question `number` (from 1); true where the questionnaire is complete after that.

    For answers that come by other ways than the page. Raises ValueError where the answer may not stand.
    """
    token = Invitation.objects.values_list("token", flat=True).get(pk=invitation_id)
    outcome = submit(
        Submission(
            place=InvitationPlace(token),
            at=clock.now(),
            number=number,
            given=dict.fromkeys(_codes(invitation_id, number), given),
            language=language,
        )
    )
    if outcome.fate is Fate.WRONG:
        raise ValueError("; ".join(str(words) for words in outcome.wrong.values()))
    return outcome.fate in {Fate.COMPLETE, Fate.ALREADY}


def _codes(invitation_id: int, number: int) -> list[str]:
    row = Invitation.objects.select_related("version").get(pk=invitation_id).version.questions[number - 1]
    return [str(row.get("code") or row["kind"])]


def stop_asking(*, invitation_id: int) -> int | None:
    """The customer of an invitation wants no more questions; asking twice changes nothing. Who it is, if anybody."""
    with transaction.atomic():
        invitation = Invitation.objects.get(pk=invitation_id)
        if invitation.customer_id is not None:
            stop(invitation.customer_id, PURPOSE, via=f"{KEY}{invitation.pk}")
    return invitation.customer_id
