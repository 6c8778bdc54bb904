"""Ends interactions that were told of while they lasted."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import batched
from typing import Any

from django.db import connection

from aisance.core.bulk import stored_json, stored_moment
from aisance.journeys.contracts import InteractionDraft
from aisance.journeys.models import Interaction
from aisance.journeys.rules import ended_at
from aisance.journeys.services.codes import Codes, People
from aisance.lake.public import mark_stale

LOCKED_AT_ONCE = 1_000

_COLUMNS = (
    "outcome",
    "wait_seconds",
    "handling_seconds",
    "advisor_id",
    "step_id",
    "reason_id",
    "customer_id",
    "language",
    "promised_by",
    "done_at",
    "ended_at",
    "attributes",
)
# Built from names of our own table only; every value goes as a parameter.
_UPDATE = (
    f"UPDATE {Interaction._meta.db_table} SET {', '.join(f'{name} = %s' for name in _COLUMNS)}"  # noqa: S608
    " WHERE id = %s AND outcome IS NULL"
)


def end_interactions(
    places: Mapping[int, int], drafts: Sequence[InteractionDraft], codes: Codes, people: People
) -> set[int]:
    """End those of these interactions that still last, at the recorder's units; the ids of those ended now.

    `places` maps an id to the place of the draft that ends it. The draft's values go over those held, never a missing
    one; source, channel, direction, unit and start stay, and so does a customer who is known.
    """
    ended: list[Interaction] = []
    for ids in batched(sorted(places), LOCKED_AT_ONCE):
        ended += _lock(ids, codes)
    if ended:
        values = [_values(row, drafts[places[row.pk]], places[row.pk], codes, people) for row in ended]
        with connection.cursor() as cursor:
            cursor.executemany(_UPDATE, values)
        mark_stale("interactions", {row.day for row in ended})
    return {row.pk for row in ended}


def _lock(ids: tuple[int, ...], codes: Codes) -> Iterator[Interaction]:
    """Those that last, held until the transaction ends, so that of two tellers at once one finds them over.

    In the order of their ids, so that tellers wait for each other and never in a circle.
    """
    lasting = Interaction.objects.filter(pk__in=ids, outcome__isnull=True).order_by("pk").select_for_update()
    units = set(codes.units.values())
    return (row for row in lasting if row.unit_id in units)


def _values(row: Interaction, draft: InteractionDraft, place: int, codes: Codes, people: People) -> tuple[Any, ...]:
    wait = row.wait_seconds if draft.wait_seconds is None else draft.wait_seconds
    handling = row.handling_seconds if draft.handling_seconds is None else draft.handling_seconds
    done_at = draft.done_at or row.done_at
    return (
        draft.outcome.value if draft.outcome else None,
        wait,
        handling,
        people.advisors[draft.advisor] if draft.advisor else row.advisor_id,
        codes.steps[draft.step] if draft.step else row.step_id,
        codes.reasons[draft.reason] if draft.reason else row.reason_id,
        row.customer_id or people.customers[place],
        draft.language or row.language,
        stored_moment(draft.promised_by or row.promised_by),
        stored_moment(done_at),
        stored_moment(ended_at(row.started_at, wait, handling, done_at)),
        stored_json({**row.attributes, **draft.attributes}),
        row.pk,
    )
