"""Writes what became of sittings: only what differs from what is stored, many sittings with a handful of statements."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from aisance.core import clock, events
from aisance.core.bulk import change_rows, insert_rows, stored_moment
from aisance.journeys.contracts import InteractionCard
from aisance.lake.public import mark_stale
from aisance.surveys.collection.cells import Cell
from aisance.surveys.collection.contracts import OWN_SOURCE
from aisance.surveys.contracts import ResponseCompleted, ResponsesSorted, WordsChanged
from aisance.surveys.models import Answer
from aisance.surveys.queries.sittings import Sitting

RESPONSE_COLUMNS = (
    *("source", "external_id", "version_id", "kind", "unit_id", "channel", "step_id", "link_id", "collected_by"),
    *("invitation_id", "interaction_id", "customer_id", "reason_id", "advisor_id", "language"),
    *("set_apart", "set_apart_at", "answered_at", "completed_at"),
)
ANSWER_COLUMNS = ("response_id", "question", "scale", "score", "text", "value", "day", "recorded_at")
UNLESS_THERE = "ON CONFLICT (source, external_id) DO NOTHING RETURNING external_id, id"


class CrossedError(Exception):
    """Somebody else began the same response at the same moment: whoever reads again finds it."""


@dataclass(slots=True)
class Writing:
    """A sitting as it is to be stored; `sitting.held` is how it is stored now.

    `at` is the moment of the last change, cut to the day where the programme is anonymous.
    """

    sitting: Sitting
    contact: InteractionCard | None
    at: datetime
    cells: dict[str, Cell] = field(default_factory=dict)
    opened_at: datetime | None = None
    reached: int = 0
    completed_at: datetime | None = None
    set_apart: str = ""
    language: str = ""
    collected_by: str = ""
    response_id: int | None = None

    @property
    def is_new(self) -> bool:
        """Whether a response begins with this."""
        return self.sitting.held is None and bool(self.cells)

    @property
    def before(self) -> dict[str, Cell]:
        return self.sitting.held.cells if self.sitting.held else {}

    @property
    def day(self) -> date:
        """The day of the response, which is that of each of its answers."""
        return clock.local_day(self.sitting.held.answered_at if self.sitting.held else self.at)


def writing_of(sitting: Sitting, contact: InteractionCard | None, at: datetime) -> Writing:
    """The sitting as it is, to be changed."""
    held = sitting.held
    return Writing(
        sitting=sitting,
        contact=contact,
        at=clock.start_of_day(clock.local_day(at)) if sitting.anonymous else at,
        cells=dict(held.cells) if held else {},
        opened_at=sitting.opened_at,
        reached=sitting.reached,
        completed_at=held.completed_at if held else None,
        set_apart=held.set_apart if held else "",
        response_id=held.pk if held else None,
    )


def store(writings: Sequence[Writing]) -> None:
    """Write everything that changed, inside the caller's transaction. Raises CrossedError."""
    _add_responses([writing for writing in writings if writing.is_new])
    _change_responses([writing for writing in writings if writing.sitting.held is not None])
    _add_answers(writings)
    _change_answers(writings)
    _change_invitations([writing for writing in writings if writing.sitting.invitation_id is not None])
    _mark_stale(writings)
    ended = [writing for writing in writings if writing.completed_at and not _was_complete(writing)]
    events.emit_all([ResponseCompleted(writing.response_id) for writing in ended if writing.response_id])
    _tell_what_was_counted(writings)


def _was_complete(writing: Writing) -> bool:
    return writing.sitting.held is not None and writing.sitting.held.completed_at is not None


def _add_responses(writings: Sequence[Writing]) -> None:
    """Anonymous ones under random ids, which tell nothing of the order in which they came.

    They are below zero, so that they never meet those that the database hands out.
    """
    for anonymous in (False, True):
        some = [writing for writing in writings if writing.sitting.anonymous is anonymous]
        if not some:
            continue
        columns: tuple[str, ...] = RESPONSE_COLUMNS
        rows = [_response_row(writing) for writing in some]
        if anonymous:
            columns, rows = ("id", *columns), [(_random_id(), *row) for row in rows]
        found: dict[str, int] = dict(insert_rows("surveys_response", columns, rows, ending=UNLESS_THERE))
        if len(found) < len(some):
            raise CrossedError
        for writing in some:
            writing.response_id = found[writing.sitting.name]


def _random_id() -> int:
    return -1 - secrets.randbelow(2**62)


def _response_row(writing: Writing) -> tuple[Any, ...]:
    sitting, contact = writing.sitting, writing.contact
    apart_at = stored_moment(writing.at) if writing.set_apart else None
    moments = (writing.set_apart, apart_at, stored_moment(writing.at), stored_moment(writing.completed_at))
    channel = contact.channel.value if contact else sitting.channel
    unit_id = contact.unit_id if contact else sitting.unit_id
    place = (OWN_SOURCE, sitting.name, sitting.version_id, sitting.kind, unit_id, channel)
    how = writing.collected_by or sitting.collected_by
    if sitting.anonymous:
        return (*place, None, sitting.link_id, how, None, None, None, None, None, writing.language, *moments)
    step_id = contact.step_id if contact else sitting.step_id
    about = (contact.reason_id, contact.advisor_id) if contact else (None, None)
    whose = (sitting.invitation_id, sitting.interaction_id, sitting.customer_id)
    return (*place, step_id, sitting.link_id, how, *whose, *about, writing.language, *moments)


def _change_responses(writings: Sequence[Writing]) -> None:
    rows = [
        (stored_moment(w.completed_at), w.set_apart, stored_moment(w.at) if w.set_apart else None, w.response_id)
        for w in writings
        if w.sitting.held and (w.completed_at, w.set_apart) != (w.sitting.held.completed_at, w.sitting.held.set_apart)
    ]
    change_rows("UPDATE surveys_response SET completed_at = %s, set_apart = %s, set_apart_at = %s WHERE id = %s", rows)


def _add_answers(writings: Sequence[Writing]) -> None:
    now = clock.now()
    for anonymous in (False, True):
        rows = [
            (
                writing.response_id,
                question,
                *_stored(cell),
                writing.day,
                stored_moment(writing.at if anonymous else now),
            )
            for writing in writings
            if writing.sitting.anonymous is anonymous
            for question, cell in writing.cells.items()
            if question not in writing.before
        ]
        if not rows:
            continue
        if anonymous:
            insert_rows("surveys_answer", ("id", *ANSWER_COLUMNS), [(_random_id(), *row) for row in rows])
        else:
            insert_rows("surveys_answer", ANSWER_COLUMNS, rows)


def _stored(cell: Cell) -> tuple[Any, ...]:
    value = None if cell.value is None else json.dumps(cell.value, ensure_ascii=False)
    return cell.scale, cell.score, cell.text, value


def _change_answers(writings: Sequence[Writing]) -> None:
    changed, gone = [], []
    for writing in writings:
        ids = writing.sitting.held.answer_ids if writing.sitting.held else {}
        for question, cell in writing.before.items():
            if question not in writing.cells:
                gone.append(ids[question])
            elif writing.cells[question] != cell:
                changed.append((*_stored(writing.cells[question]), ids[question]))
    change_rows("UPDATE surveys_answer SET scale = %s, score = %s, text = %s, value = %s WHERE id = %s", changed)
    if gone:  # by the models, so that what was read in an answer goes with it
        Answer.objects.filter(pk__in=gone).delete()


def _tell_what_was_counted(writings: Sequence[Writing]) -> None:
    """Whoever read or counted something may have done so while its questionnaire was not ended."""
    held = [(writing, writing.sitting.held) for writing in writings if writing.sitting.held]
    apart = {writing.day.isoformat() for writing, before in held if before.set_apart != writing.set_apart}
    words = {
        before.answer_ids[question]: writing.day.isoformat()
        for writing, before in held
        for question, cell in before.cells.items()
        if cell.text and (question not in writing.cells or writing.cells[question].text != cell.text)
    }
    told = [ResponsesSorted(sorted(apart))] if apart else []
    events.emit_all([*told, *([WordsChanged(sorted(words), sorted(set(words.values())))] if words else [])])


def _change_invitations(writings: Sequence[Writing]) -> None:
    rows = [
        (stored_moment(w.opened_at), w.reached, w.sitting.invitation_id)
        for w in writings
        if (w.opened_at, w.reached) != (w.sitting.opened_at, w.sitting.reached)
    ]
    change_rows("UPDATE surveys_invitation SET opened_at = %s, reached = %s WHERE id = %s", rows)


def _mark_stale(writings: Sequence[Writing]) -> None:
    """New answers are found by their ids; what changed in place, vanished, or has a random id must be read again."""
    days = {writing.day for writing in writings if _moved(writing)}
    if days:
        mark_stale("answers", days)
        mark_stale("choices", days)
    went_on = {writing.day for writing in writings if _went_on(writing)}
    if went_on:
        mark_stale("responses", went_on)
    first = {w.sitting.day for w in writings if w.sitting.day and (w.is_new or w.opened_at != w.sitting.opened_at)}
    if first:
        mark_stale("invitations", first)


def _went_on(writing: Writing) -> bool:
    """Whether a response that the store may hold already is another one now."""
    held = writing.sitting.held
    if held is None:
        return writing.sitting.anonymous and writing.is_new
    now = (writing.cells, writing.completed_at, writing.set_apart)
    return now != (held.cells, held.completed_at, held.set_apart)


def _moved(writing: Writing) -> bool:
    held = writing.sitting.held
    if writing.sitting.anonymous or (held and held.set_apart != writing.set_apart):
        return writing.cells != writing.before or bool(held)
    return any(writing.cells.get(question) != cell for question, cell in writing.before.items())
