"""Reads the words that came, by the fast stage."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from django.db import transaction

from aisance.core import clock
from aisance.core.events import emit_all
from aisance.surveys.contracts import WordsGiven
from aisance.surveys.public import positions_beside, words_after, words_of
from aisance.verbatims.contracts import WordsRead
from aisance.verbatims.means import Means, means_in_force
from aisance.verbatims.models import Mention, Reader, Verbatim
from aisance.verbatims.reading.reading import Reading, Text, read
from aisance.verbatims.rules import bits_of
from aisance.verbatims.services.flagging import flags_with

PORTION = 200
SETTLED = timedelta(hours=2)
"""A questionnaire that nobody ended is read after so long: until then its words may still change."""
COMMITTED = timedelta(minutes=1)
"""A number may be given out before one that is committed first; the mark passes no answer younger than this."""
ANSWERS_AN_EVENT = 500


def read_waiting(limit: int = PORTION) -> int:
    """Read the words that came since the last time, at most so many; returns how many were read.

    Words of a questionnaire that is not ended wait until it is, or for two hours. Nothing is locked while texts are
    read, which takes its time; of two workers who read the same, the second finds them written and writes nothing.
    """
    mark, _ = Reader.objects.get_or_create(pk=1)
    coming = words_after(mark.done_up_to, limit)
    waiting = [*words_of(mark.unended), *coming]
    final = [one for one in waiting if one.is_final or one.recorded_at < clock.now() - SETTLED]
    fresh = _unknown(final)
    unended = sorted({one.answer_id for one in waiting} - {one.answer_id for one in final})
    done_up_to = _settled_up_to(coming, mark.done_up_to)
    if not fresh and (unended, done_up_to) == (mark.unended, mark.done_up_to):
        return 0
    means = means_in_force()
    readings = read([Text(one.text, one.language) for one in fresh], means.book, judge=means.fast)
    with transaction.atomic():
        held = Reader.objects.select_for_update().get(pk=1)
        if held.version != mark.version:  # another worker wrote meanwhile: what is read here may be known by now
            return 0
        _keep(fresh, readings, means)
        Reader.objects.filter(pk=1).update(unended=unended, done_up_to=done_up_to, version=mark.version + 1)
    return len(fresh)


def _unknown(words: Sequence[WordsGiven]) -> list[WordsGiven]:
    known = Verbatim.objects.filter(answer_id__in=[one.answer_id for one in words])
    ids = set(known.values_list("answer_id", flat=True))
    return [one for one in {one.answer_id: one for one in words}.values() if one.answer_id not in ids]


def _settled_up_to(coming: Sequence[WordsGiven], before: int) -> int:
    """The number of the last answer before which none can appear any more."""
    old = list(takewhile(lambda one: one.recorded_at < clock.now() - COMMITTED, coming))
    return old[-1].answer_id if old else before


def _keep(words: Sequence[WordsGiven], readings: Sequence[Reading], means: Means) -> None:
    """Write verbatims and their mentions."""
    now = clock.now()
    positions = positions_beside([one.answer_id for one in words])
    rows = [
        _row(one, reading, means, positions.get(one.answer_id), now)
        for one, reading in zip(words, readings, strict=True)
    ]
    Verbatim.objects.bulk_create(rows)
    found = [mention for row, reading in zip(rows, readings, strict=True) for mention in mention_rows(row, reading)]
    Mention.objects.bulk_create(found)
    told = [row.answer_id for row in rows]
    emit_all([WordsRead(told[start : start + ANSWERS_AN_EVENT]) for start in range(0, len(told), ANSWERS_AN_EVENT)])


def _row(words: WordsGiven, reading: Reading, means: Means, position: float | None, now: datetime) -> Verbatim:
    return Verbatim(
        answer_id=words.answer_id,
        state=reading.state,
        text=reading.text,
        language=reading.language,
        feeling=reading.feeling,
        masks=sum(reading.hidden.values()),
        flags=bits_of(flags_with(reading, position)),
        intensity=reading.intensity,
        book=means.book.mark,
        model=means.model,
        day=words.day,
        recorded_at=now,
    )


def mention_rows(row: Verbatim, reading: Reading) -> list[Mention]:
    """The rows of what was read in a text."""
    return [
        Mention(
            verbatim=row,
            theme=one.theme,
            feeling=one.feeling,
            probability=one.probability,
            start=one.start,
            end=one.end,
            day=row.day,
            recorded_at=row.recorded_at,
        )
        for one in reading.mentions
    ]
