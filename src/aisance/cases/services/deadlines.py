"""Deadlines: the owner is reminded, then those above are told, each once; and mails about it to staff."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from aisance.accounts.contracts import PersonCard
from aisance.accounts.public import people_covering, unit_with_id
from aisance.cases.contracts import CaseStatus, EntryKind
from aisance.cases.models import OPEN, Case, CaseNotice
from aisance.cases.queries.hours import due
from aisance.cases.services.log import write
from aisance.cases.services.mailing import language_of, letter_to, mail_waiting
from aisance.core import clock
from aisance.core.permissions import Role, system_viewer
from aisance.outreach.public import Letter

AT_ONCE = 200
UP_AFTER = timedelta(hours=4)
"""So much working time of the unit after one level is told the next one is."""
BY = system_viewer("deadlines")


def tell_deadlines(limit: int = AT_ONCE) -> int:
    """Tell whoever is to be told of a deadline by now; how many cases were told of. None is closed by it."""
    waiting = Case.objects.filter(OPEN, tell_at__lte=clock.now()).exclude(status=CaseStatus.WAITING)
    ids = list(waiting.order_by("tell_at").values_list("pk", flat=True)[:limit])
    return sum(_tell(case_id) for case_id in ids)


@transaction.atomic
def _tell(case_id: int) -> bool:
    """Tell the next level of one case; another worker that had the same case finds it told."""
    row = Case.objects.select_for_update().filter(OPEN, pk=case_id).first()
    now = clock.now()
    if row is None or row.due_at is None or row.tell_at is None or row.tell_at > now:
        return False
    if now < row.due_at:
        _remind(row, row.due_at)
        row.tell_at = row.due_at
    else:
        row.tell_at = _escalate(row, row.due_at, now)
    row.save(update_fields=["tell_at"])
    return True


def _remind(row: Case, due_at: datetime) -> None:
    if row.owner_id is not None:
        _note(row, 0, due_at, [row.owner_id])
        write(row, EntryKind.REMINDER, by=BY, data={"people": [row.owner_id], "due": due_at.isoformat()})


def _escalate(row: Case, due_at: datetime, now: datetime) -> datetime | None:
    """Tell the next level up; when the one after it is to be told, null where nobody is above."""
    level = 1 + (
        CaseNotice.objects.filter(case=row, due_at=due_at, level__gt=0)
        .order_by("-level")
        .values_list("level", flat=True)
        .first()
        or 0
    )
    levels = _levels(row)
    if level > len(levels):
        return None
    people = levels[level - 1]
    _note(row, level, due_at, [*people, *([row.owner_id] if level == 1 and row.owner_id else [])])
    write(row, EntryKind.ESCALATED, by=BY, data={"people": people, "level": level, "due": due_at.isoformat()})
    return due(row.unit_id, now, UP_AFTER) if level < len(levels) else None


def _levels(row: Case) -> list[list[int]]:
    """Who is told, level by level: the supervisors nearest to the unit, then who leads further up."""
    unit = unit_with_id(row.unit_id)
    covering = people_covering(unit.path, {Role.SUPERVISOR, Role.MANAGER}) if unit else []
    by_path: dict[str, list[int]] = {}
    for person, path in covering:
        by_path.setdefault(path, []).append(person.id)
    return [sorted(by_path[path]) for path in sorted(by_path, key=len, reverse=True)]


def _note(row: Case, level: int, due_at: datetime, people: Sequence[int]) -> None:
    now = clock.now()
    CaseNotice.objects.bulk_create(
        [
            CaseNotice(case=row, level=level, due_at=due_at, person_id=person, told_at=now, next_try_at=now)
            for person in sorted(set(people))
        ],
        ignore_conflicts=True,
    )


def mail_notices() -> int:
    """Mail people what they were told of since the last mail, in one; how many mails left."""
    return mail_waiting(CaseNotice, _letter)


def _letter(person: PersonCard, rows: Sequence[CaseNotice]) -> Letter | None:
    """Numbers and times only: a customer's name does not belong into a mail."""
    cases = Case.objects.in_bulk([row.case_id for row in rows])
    with translation.override(language_of(person)):
        told = [_line(cases[row.case_id], row) for row in rows if row.case_id in cases]
        subject = ngettext("%(count)d case needs you", "%(count)d cases need you", len(told)) % {"count": len(told)}
        body = render_to_string("cases/mail/deadlines.txt", {"lines": told, "name": person.name})
    return letter_to(person, subject, body, key=f"cases.notice:{rows[0].pk}:{rows[0].attempts}") if told else None


def _line(case: Case, notice: CaseNotice) -> dict[str, Any]:
    return {
        "number": case.number,
        "due": timezone.localtime(notice.due_at, timezone.get_default_timezone()),
        "late": notice.level > 0,
        "url": f"{settings.BASE_URL}/cases/{case.number}/",
    }
