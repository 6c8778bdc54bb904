"""How invitations, responses and answers get into their tables fast: as plain rows, in the order of their fields."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from aisance.core import clock
from aisance.core.bulk import insert_rows, stored_moment
from aisance.surveys.models import Answer, Invitation, Response

UNLESS_KNOWN = "ON CONFLICT (source, external_id) DO NOTHING RETURNING source, external_id, id"
UNLESS_ANSWERED = "ON CONFLICT (response_id, question) DO NOTHING RETURNING response_id, question"


class InvitationRow(NamedTuple):
    """The columns of an invitation."""

    programme_id: int
    version_id: int
    interaction_id: int | None
    customer_id: int | None
    unit_id: int
    language: str
    state: str
    reason: str
    day: date
    decided_at: datetime
    due_at: datetime
    expires_at: datetime
    token: str
    sent_at: datetime | None
    opened_at: datetime | None
    reached: int
    route: str = ""
    wave_id: int | None = None


class ResponseRow(NamedTuple):
    """The columns of a response."""

    source: str
    external_id: str
    kind: str
    customer_id: int | None
    channel: str
    step_id: int | None
    reason_id: int | None
    unit_id: int
    advisor_id: int | None
    language: str
    answered_at: datetime
    completed_at: datetime | None
    invitation_id: int | None = None
    version_id: int | None = None
    interaction_id: int | None = None


class AnswerRow(NamedTuple):
    """The columns of an answer but for when it was recorded, which is now."""

    response_id: int
    question: str
    scale: str
    score: int | None
    text: str
    day: date


def insert_invitations(rows: Sequence[InvitationRow]) -> dict[int, int]:
    """Write invitations; their ids by interaction, of a wave by customer."""
    values = [
        (*row[:9], *map(stored_moment, row[9:12]), row.token, *map(stored_moment, row[13:15]), *row[15:])
        for row in rows
    ]
    what = "RETURNING interaction_id, customer_id, id"
    found = insert_rows(Invitation._meta.db_table, InvitationRow._fields, values, ending=what)
    return {interaction_id or customer_id: pk for interaction_id, customer_id, pk in found}


def insert_responses(rows: Sequence[ResponseRow]) -> list[tuple[Any, ...]]:
    """Write responses whose key is free; source, external id and id of those written."""
    values = [(*row[:10], stored_moment(row.answered_at), stored_moment(row.completed_at), *row[12:]) for row in rows]
    return insert_rows(Response._meta.db_table, ResponseRow._fields, values, ending=UNLESS_KNOWN)


def insert_answers(rows: Sequence[AnswerRow]) -> set[tuple[int, str]]:
    """Write answers to questions that have none; response and question of those written."""
    now = stored_moment(clock.now())
    columns = (*AnswerRow._fields, "recorded_at")
    found = insert_rows(Answer._meta.db_table, columns, [(*row, now) for row in rows], ending=UNLESS_ANSWERED)
    return {(response_id, question) for response_id, question in found}
