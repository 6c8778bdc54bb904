"""Who leads a case, where it stands, what was promised, and why it came about."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from aisance.accounts.public import unit_with_id
from aisance.cases.contracts import CaseRefusedError, CaseStatus, EntryKind
from aisance.cases.models import OPEN, Case, WorkProfile
from aisance.cases.permissions import WORK
from aisance.cases.rules import deadline
from aisance.cases.services.log import locked, save, still_open, trace, write
from aisance.cases.services.owners import choose_owner
from aisance.core import clock
from aisance.core.permissions import Viewer


def _begun(row: Case) -> CaseStatus:
    """What a case becomes when somebody takes it in hand."""
    return CaseStatus.OPEN if row.status == CaseStatus.NEW else CaseStatus(row.status)


@transaction.atomic
def take(case_id: int, *, version: int, by: Viewer) -> None:
    """Become the owner of a case that has none, or another one."""
    row = still_open(locked(case_id, version))
    if by.person_id is None:
        raise CaseRefusedError("not_a_person")
    if row.owner_id != by.person_id:
        _take(row, by)


def _take(row: Case, by: Viewer) -> None:
    before = row.owner_id
    save(row, owner_id=by.person_id, status=_begun(row))
    write(row, EntryKind.TAKEN, by=by, data={"before": before, "owner": by.person_id})
    trace(by, "case.taken", row)


@transaction.atomic
def take_next(*, by: Viewer, unit_id: int | None = None) -> int | None:
    """Take the first case without owner that this person may work on; null where none is left. Never one twice.

    A case that asks for a skill goes to who has it. Twenty who ask at once get twenty cases: whoever finds a row held
    looks at the next one instead of waiting for it.
    """
    if by.person_id is None:
        raise CaseRefusedError("not_a_person")
    skips = connection.features.has_select_for_update_skip_locked
    rows = _in_pool(by, unit_id).select_for_update(skip_locked=skips, of=("self",) if skips else ())
    row = rows.order_by("ranked_at", "pk").first()
    if row is None:
        return None
    _take(row, by)
    return row.pk


def _in_pool(by: Viewer, unit_id: int | None) -> QuerySet[Case]:
    profile = WorkProfile.objects.filter(person_id=by.person_id or 0).first()
    rows = Case.objects.filter(OPEN, by.scope(WORK).rows("unit"), owner__isnull=True)
    rows = rows.filter(Q(skill="") | Q(skill__in=profile.skills if profile else []))
    return rows.filter(unit_id=unit_id) if unit_id else rows


@transaction.atomic
def assign(case_ids: Sequence[int], *, owner_id: int | None, by: Viewer) -> int:
    """Give cases to somebody (null: back to the pool); how many changed hands. Closed ones stay with whom they were."""
    done = 0
    for case_id in sorted(set(case_ids)):
        row = locked(case_id)
        if row.is_open and row.owner_id != owner_id:
            before = row.owner_id
            save(row, owner_id=owner_id)
            write(row, EntryKind.TRANSFERRED, by=by, data={"before": before, "owner": owner_id, "why": "assigned"})
            trace(by, "case.assigned", row, owner=[before, owner_id])
            done += 1
    return done


@transaction.atomic
def transfer(
    case_id: int, *, unit_id: int | None = None, owner_id: int | None = None, summary: str, version: int, by: Viewer
) -> None:
    """Hand a case to another unit or person with a summary, so that the customer need not repeat."""
    row = still_open(locked(case_id, version))
    if not summary.strip():
        raise CaseRefusedError("no_summary")
    unit = unit_with_id(unit_id or row.unit_id)
    if unit is None:
        raise CaseRefusedError("unknown_unit")
    choice = (
        None if owner_id else choose_owner(unit.path, skill=row.skill, language=row.language, but=[row.owner_id or 0])
    )
    before = {"unit": row.unit_id, "owner": row.owner_id}
    save(row, unit_id=unit.id, owner_id=owner_id or (choice.person_id if choice else None))
    data = {"before": before, "unit": unit.id, "owner": row.owner_id, **(choice.as_data() if choice else {})}
    write(row, EntryKind.TRANSFERRED, by=by, words=summary.strip(), data=data)
    trace(by, "case.transferred", row, unit=[before["unit"], unit.id], owner=[before["owner"], row.owner_id])


@transaction.atomic
def promise(case_id: int, what: str, *, promised_by: datetime, version: int, by: Viewer) -> None:
    """Note what the customer was promised, and by when. The case is due then, if it was due later."""
    row = still_open(locked(case_id, version))
    if not what.strip():
        raise CaseRefusedError("no_words")
    if promised_by <= clock.now():
        raise CaseRefusedError("promised_in_the_past")
    due_at = min(row.due_at, promised_by) if row.due_at else promised_by
    save(
        row,
        promised=what.strip(),
        promised_by=promised_by,
        **deadline(row.opened_at, due_at, row.stake),
        status=_begun(row),
    )
    write(row, EntryKind.PROMISE, by=by, words=what.strip(), data={"by": promised_by.isoformat()})
    trace(by, "case.promised", row)


@transaction.atomic
def set_status(case_id: int, status: CaseStatus, *, version: int, by: Viewer) -> None:
    """Open, or waiting for the customer; closing has its own service."""
    row = still_open(locked(case_id, version))
    if status not in {CaseStatus.OPEN, CaseStatus.WAITING}:
        raise CaseRefusedError("not_a_status")
    if row.status != status:
        before = row.status
        save(row, status=status)
        write(row, EntryKind.STATUS, by=by, data={"before": before, "status": status})
        trace(by, "case.status_set", row, status=[before, status])


@transaction.atomic
def set_cause(case_id: int, *, root_cause_id: int | None, version: int, by: Viewer) -> None:
    """Say the root cause, a reason of the tree; null: looked for and none found. Also of a closed case."""
    row = locked(case_id, version)
    before = row.root_cause_id
    save(row, root_cause_id=root_cause_id, cause_sought=True)
    write(row, EntryKind.CAUSE, by=by, data={"before": before, "cause": root_cause_id})
    trace(by, "case.cause_set", row, cause=[before, root_cause_id])


def hand_back(case_id: int, *, from_person: int, by: Viewer) -> bool:
    """Give a case of somebody who is away to another, or to the pool, inside the caller's transaction."""
    row = locked(case_id)
    unit = unit_with_id(row.unit_id)
    if not row.is_open or row.owner_id != from_person or unit is None:
        return False
    choice = choose_owner(unit.path, skill=row.skill, language=row.language, but=[from_person])
    save(row, owner_id=choice.person_id)
    data = {"before": from_person, **choice.as_data(), "because": "away"}
    write(row, EntryKind.TRANSFERRED, by=by, data=data)
    trace(by, "case.handed_back", row, owner=[from_person, choice.person_id])
    return True
