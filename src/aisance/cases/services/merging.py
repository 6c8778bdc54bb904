"""Two cases become one, or one becomes two."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from aisance.cases.contracts import CaseClosed, CaseRefusedError, CaseStatus, EntryKind, NewCase
from aisance.cases.gestures.services.following import follow_case, hold_gestures_of
from aisance.cases.models import Case
from aisance.cases.queries.hours import due
from aisance.cases.queries.reading import rows_of_persons
from aisance.cases.rules import FACT, USUAL_HOURS, deadline, joined_parts, stake_of
from aisance.cases.services.log import locked, save, still_open, trace, write
from aisance.cases.services.opening import open_case, parts_of
from aisance.core import clock
from aisance.core.events import emit
from aisance.core.permissions import Viewer
from aisance.lake.public import mark_stale


@transaction.atomic
def merge(case_id: int, *, into: int, version: int, by: Viewer) -> None:
    """End a case in another one of the same person, which takes over what is open in it."""
    if case_id == into:
        raise CaseRefusedError("same_case")
    hold_gestures_of(case_id, into)
    # In the order of their numbers, so that two who merge the same pair wait for each other and never in a circle.
    held = {pk: locked(pk) for pk in sorted((case_id, into))}
    row, target = still_open(locked(case_id, version)), still_open(held[into])
    if row.customer_id is None or row.customer_id not in rows_of_persons([target.customer_id or 0]):
        raise CaseRefusedError("other_customer")
    _take_over(target, row)
    follow_case(row, target)
    save(row, status=CaseStatus.CLOSED, closed_at=clock.now(), closed_by_id=by.person_id, merged_into_id=target.pk)
    mark_stale(FACT, [row.day])
    write(row, EntryKind.MERGED, by=by, data={"into": target.pk, "number": target.number})
    write(target, EntryKind.MERGED, by=by, data={"from": row.pk, "number": row.number})
    trace(by, "case.merged", row, into=target.number)
    emit(CaseClosed(row.pk, row.customer_id, ""))


def _take_over(target: Case, row: Case) -> None:
    """What a case takes over from one that ends in it: the nearer deadline, the promise, what both weigh."""
    parts = joined_parts(parts_of(target), parts_of(row))
    stake = max(stake_of(parts), target.stake, row.stake)
    due_at = min((at for at in (target.due_at, row.due_at) if at), default=None)
    promise = target if target.promised_by or not row.promised_by else row
    save(
        target,
        stake=stake,
        stake_reasons=[{"code": part.code, "weight": part.weight, "values": dict(part.values)} for part in parts],
        **deadline(target.opened_at, due_at, stake),
        promised=promise.promised,
        promised_by=promise.promised_by,
        owner_id=target.owner_id or row.owner_id,
    )


@transaction.atomic
def split(case_id: int, *, words: str, version: int, by: Viewer) -> int:
    """Make a second case out of one that holds two matters; its id. Both are worked on from then on."""
    row = still_open(locked(case_id, version))
    if not words.strip():
        raise CaseRefusedError("no_words")
    if row.customer_id is None:
        raise CaseRefusedError("unknown_customer")
    Case.objects.filter(pk=row.pk).update(version=F("version") + 1)
    row.version += 1
    draft = NewCase(
        customer_id=row.customer_id,
        matter=f"split:{row.number}:{row.version}",
        source=row.source,
        words=words.strip(),
        unit_id=row.unit_id,
        due_at=due(row.unit_id, clock.now(), timedelta(hours=USUAL_HOURS)),
        stake_parts=tuple(parts_of(row)),
        reason_id=row.reason_id,
        response_id=row.response_id,
        language=row.language,
        skill=row.skill,
        owner_id=row.owner_id,
        data={"split_from": row.number},
    )
    opened = open_case(draft, by=by)
    number = Case.objects.values_list("number", flat=True).get(pk=opened.case_id)
    write(row, EntryKind.SPLIT, by=by, words=words.strip(), data={"into": opened.case_id, "number": number})
    trace(by, "case.split", row, into=number)
    return opened.case_id
