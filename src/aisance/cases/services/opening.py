"""Opens a case, or joins what is told to the open one of the same matter."""

import secrets
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from aisance.accounts.contracts import UnitCard
from aisance.accounts.public import root_unit, unit_with_id
from aisance.cases.contracts import (
    MATTER_LENGTH,
    CaseOpened,
    CaseRefusedError,
    CaseStatus,
    EntryKind,
    NewCase,
    Opened,
    StakePart,
)
from aisance.cases.models import OPEN, Case, CaseEntry
from aisance.cases.queries.hours import due
from aisance.cases.rules import USUAL_HOURS, deadline, joined_parts, new_number, stake_of
from aisance.cases.services.holding import hold
from aisance.cases.services.log import trace, write
from aisance.cases.services.owners import Choice, choose_owner
from aisance.core import clock
from aisance.core.events import emit
from aisance.core.permissions import Viewer
from aisance.customers.public import current

ATTEMPTS = 5


def open_case(draft: NewCase, *, by: Viewer) -> Opened:
    """Open a case, or join what is told to the open one of the same person and matter.

    Asked for twice with the same key, also at the same moment, it is done once.
    """
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return _known(draft) or _join(draft, by) or _create(draft, by)
        except IntegrityError:
            # Somebody opened it at this very moment, or took the same number: what they wrote shows now.
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("A loop of attempts ends before.")


def _known(draft: NewCase) -> Opened | None:
    entry = CaseEntry.objects.filter(key=draft.key).first() if draft.key else None
    return Opened(entry.case_id, entry.kind != EntryKind.OPENED) if entry else None


def _person(draft: NewCase) -> int:
    person = current([draft.customer_id]).get(draft.customer_id)
    if person is None:
        raise CaseRefusedError("unknown_customer")
    return person


def _join(draft: NewCase, by: Viewer) -> Opened | None:
    """Tell the open case of the matter: it weighs as much as both, and is due when the first of both is."""
    row = (
        Case.objects.select_for_update()
        .filter(OPEN, person_id=_person(draft), matter=draft.matter[:MATTER_LENGTH])
        .first()
    )
    if row is None:
        return None
    parts = joined_parts(parts_of(row), draft.stake_parts)
    row.stake = max(row.stake, stake_of(parts), draft.stake)
    row.stake_reasons = [asdict(part) for part in parts]
    due_at = _due_at(draft, row.unit_id, clock.now())
    first = min(row.due_at, due_at) if row.due_at else due_at
    times = deadline(row.opened_at, first, row.stake)
    if row.due_at == first:
        times["tell_at"] = row.tell_at  # who was told of this deadline is not told again
    for field, value in times.items():
        setattr(row, field, value)
    row.save(update_fields=["stake", "stake_reasons", *times])
    write(row, EntryKind.JOINED, by=by, words=draft.words, data={**draft.data, "source": draft.source}, key=draft.key)
    return Opened(row.pk, True)


def parts_of(row: Case) -> list[StakePart]:
    """What makes a case weigh, as it is stored."""
    return [StakePart(one["code"], one["weight"], one.get("values", {})) for one in row.stake_reasons]


def _due_at(draft: NewCase, unit_id: int, now: datetime) -> datetime:
    hours = USUAL_HOURS if draft.due_hours is None else draft.due_hours
    return draft.due_at or due(unit_id, now, timedelta(hours=hours))


def _unit(draft: NewCase) -> UnitCard:
    found = unit_with_id(draft.unit_id) if draft.unit_id else None
    return found or root_unit()


def _create(draft: NewCase, by: Viewer) -> Opened:
    now, unit = clock.now(), _unit(draft)
    choice = (
        Choice(draft.owner_id, "by_hand", {})
        if draft.owner_id
        else choose_owner(unit.path, skill=draft.skill, language=draft.language)
    )
    due_at = _due_at(draft, unit.id, now)
    stake = max(stake_of(draft.stake_parts), min(draft.stake, 100.0))
    row = Case.objects.create(
        number=new_number(secrets.choice),
        customer_id=draft.customer_id,
        person_id=_person(draft),
        unit_id=unit.id,
        matter=draft.matter[:MATTER_LENGTH],
        status=CaseStatus.NEW,
        owner_id=choice.person_id,
        skill=draft.skill,
        **deadline(now, due_at, stake),
        stake=stake,
        stake_reasons=[asdict(part) for part in draft.stake_parts],
        reason_id=draft.reason_id,
        language=draft.language,
        source=draft.source,
        response_id=draft.response_id,
        opened_at=now,
    )
    data = {**draft.data, **choice.as_data(), "source": draft.source}
    write(row, EntryKind.OPENED, by=by, words=draft.words, data=data, key=draft.key)
    hold(row.customer_id, by=by)
    trace(by, "case.opened", row, source=draft.source)
    emit(CaseOpened(row.pk, row.customer_id))
    return Opened(row.pk, False)
