"""The writer of the ledger: a batch of drafts becomes interactions, each once and for ever."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from aisance.core import audit, clock, events
from aisance.core.bulk import stored_moment
from aisance.core.permissions import Viewer
from aisance.intake.contracts import Problem
from aisance.journeys.contracts import InteractionDraft, InteractionsEnded, Recorded
from aisance.journeys.queries import Key, known_interactions, still_lasting
from aisance.journeys.rules import ended_at
from aisance.journeys.services.codes import Codes, People, ensure_people, read_codes
from aisance.journeys.services.ending import end_interactions
from aisance.journeys.services.ledger import Row, insert

IDS_AN_EVENT = 1_000


@dataclass(frozen=True, slots=True)
class _Batch:
    """The drafts that may be taken, by their places: the first of each key, and the first that says how it ended."""

    drafts: Sequence[InteractionDraft]
    first: Mapping[Key, int]
    ending: Mapping[Key, int]


@dataclass(frozen=True, slots=True)
class _Written:
    """The ids of the interactions added, and of those that were there and were ended, by key."""

    added: dict[Key, int]
    ended: dict[Key, int]
    known: dict[Key, int]


def record_interactions(drafts: Sequence[InteractionDraft], *, by: Viewer) -> list[Recorded]:
    """Write interactions in one transaction; says for each draft, in order, what became of it.

    A (source, external id) that was written before, by whomever, or that stands earlier in the batch, is `known` and
    changes nothing; unless it lasts, at one of the recorder's units, and the draft says how it ended: then it is ended,
    once, and the draft is `accepted`. Unknown codes and units outside the recorder's are `refused`. Unknown customers
    and advisors are added. Other domains learn of those that are over by InteractionsEnded. About a dozen queries,
    whatever the size.
    """
    with transaction.atomic():
        codes = read_codes(by)
        refused = {place: found for place, draft in enumerate(drafts) if (found := codes.problems(draft))}
        batch = _sorted_out(drafts, refused)
        written = _write(batch, codes, by=by)
        if drafts:
            _tell(batch, written, refused=len(refused), by=by)
    return list(_answers(batch, refused, written))


def _sorted_out(drafts: Sequence[InteractionDraft], refused: Mapping[int, Any]) -> _Batch:
    first: dict[Key, int] = {}
    ending: dict[Key, int] = {}
    for place, draft in enumerate(drafts):
        if place not in refused:
            key = (draft.source, draft.external_id)
            first.setdefault(key, place)
            if draft.outcome:
                ending.setdefault(key, place)
    return _Batch(drafts, first, ending)


def _write(batch: _Batch, codes: Codes, *, by: Viewer) -> _Written:
    """Add what is not known yet, end what lasts. Locks are taken in one order: people, new keys, rows that last."""
    known = known_interactions(batch.first)
    ours = set(codes.units.values())
    lasting = still_lasting(known[key] for key in batch.ending if key in known)
    # In the order of the keys, so that two batches with the same rows wait for each other and never in a circle.
    fresh = sorted(batch.first.keys() - known.keys())
    ending = {key: at for key, at in batch.ending.items() if key not in known or lasting.get(known[key]) in ours}
    places = sorted({batch.first[key] for key in fresh} | set(ending.values()))
    if not places:
        return _Written({}, {}, known)
    people = ensure_people({place: batch.drafts[place] for place in places}, codes, by=by)
    now = stored_moment(clock.now())
    added = insert([_row(batch.drafts[at], at, codes, people, now) for at in (batch.first[key] for key in fresh)])
    if len(added) < len(fresh):
        known |= known_interactions(batch.first.keys() - known.keys() - added.keys())
    here = known | {key: pk for key, pk in added.items() if ending.get(key) != batch.first[key]}
    keys = {here[key]: key for key in ending if key in here}
    ended = end_interactions({pk: ending[key] for pk, key in keys.items()}, batch.drafts, codes, people)
    return _Written(added, {keys[pk]: pk for pk in ended}, known)


def _row(draft: InteractionDraft, place: int, codes: Codes, people: People, now: Any) -> Row:
    end = ended_at(draft.started_at, draft.wait_seconds, draft.handling_seconds, draft.done_at)
    return Row(
        source=draft.source,
        external_id=draft.external_id,
        customer_id=people.customers[place],
        channel=draft.channel.value,
        direction=draft.direction.value,
        step_id=codes.steps[draft.step] if draft.step else None,
        reason_id=codes.reasons[draft.reason] if draft.reason else None,
        unit_id=codes.unit_of(draft),
        advisor_id=people.advisors[draft.advisor] if draft.advisor else None,
        language=draft.language,
        started_at=draft.started_at,
        day=clock.local_day(draft.started_at),
        wait_seconds=draft.wait_seconds,
        handling_seconds=draft.handling_seconds,
        outcome=draft.outcome.value if draft.outcome else None,
        ended_at=end if draft.outcome else None,
        promised_by=draft.promised_by,
        done_at=draft.done_at,
        attributes=draft.attributes,
        recorded_at=now,
    )


def _tell(batch: _Batch, written: _Written, *, refused: int, by: Viewer) -> None:
    """One line in the audit trail for the batch, and an event for those of it that are over."""
    over = [pk for key, pk in written.added.items() if batch.drafts[batch.first[key]].outcome]
    over += written.ended.values()
    for start in range(0, len(over), IDS_AN_EVENT):
        events.emit(InteractionsEnded(over[start : start + IDS_AN_EVENT]))
    accepted = len(written.added) + len(written.ended)
    known = len(batch.drafts) - accepted - refused
    which = next(iter({*written.added.values(), *written.ended.values()})) if len(batch.drafts) == 1 == accepted else ""
    counts = {"accepted": accepted, "known": known, "refused": refused}
    audit.record(by, "interactions.recorded", what="interaction", which=which, changes=counts)


def _answers(batch: _Batch, refused: Mapping[int, tuple[Problem, ...]], written: _Written) -> Iterator[Recorded]:
    for place, draft in enumerate(batch.drafts):
        key = (draft.source, draft.external_id)
        if place in refused:
            yield Recorded("refused", None, refused[place])
        elif key in written.added and batch.first[key] == place:
            yield Recorded("accepted", written.added[key])
        elif key in written.ended and batch.ending[key] == place:
            yield Recorded("accepted", written.ended[key])
        else:
            yield Recorded("known", written.added.get(key) or written.known.get(key))
