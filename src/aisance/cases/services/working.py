"""Who is looking at a case, what people know and until when they are away, and when units work."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from aisance.accounts.public import unit_with_id
from aisance.cases.models import OPEN, Case, Watch, WorkingHours, WorkProfile
from aisance.cases.services.leading import hand_back
from aisance.core import audit, clock
from aisance.core.permissions import Viewer

WATCHED_FOR = timedelta(seconds=45)
"""A browser says every twenty seconds or so that the page is still there."""


@transaction.atomic
def watch(case_id: int, *, by: Viewer, writing: bool = False) -> list[tuple[int, str, bool]]:
    """Say that somebody has this case before them; gives the others who have: (person id, name, whether writing)."""
    now = clock.now()
    if by.person_id is not None:
        sign = Watch(case_id=case_id, person_id=by.person_id, seen_until=now + WATCHED_FOR, is_writing=writing)
        fields = ["seen_until", "is_writing"]
        Watch.objects.bulk_create([sign], update_conflicts=True, unique_fields=["case", "person"], update_fields=fields)
    others = Watch.objects.filter(case_id=case_id, seen_until__gt=now).exclude(person_id=by.person_id or 0)
    return [(row.person_id, row.person.name, row.is_writing) for row in others.select_related("person")]


@transaction.atomic
def set_profile(
    *,
    person_id: int,
    skills: Sequence[str],
    languages: Sequence[str],
    most_open: int | None,
    by: Viewer,
) -> None:
    """Say what somebody knows, which languages they speak, and how many open cases they are handed by themselves."""
    fields = {
        "skills": sorted({word.strip().lower() for word in skills if word.strip()}),
        "languages": sorted({code[:2] for code in languages}),
        "most_open": most_open,
    }
    WorkProfile.objects.update_or_create(person_id=person_id, defaults=fields)
    audit.record(by, "work.profile_set", what="person", which=person_id, changes=fields)


@transaction.atomic
def set_away(*, person_id: int, until: datetime | None, by: Viewer) -> int:
    """Say until when somebody is away (null: they are back); their open cases go to others. How many did.

    One that nobody else can take goes to the unit's pool, so that it waits for no one in particular.
    """
    WorkProfile.objects.update_or_create(person_id=person_id, defaults={"away_until": until})
    audit.record(
        by, "work.away_set", what="person", which=person_id, changes={"until": until.isoformat() if until else None}
    )
    if until is None or until <= clock.now():
        return 0
    ids = Case.objects.filter(OPEN, owner_id=person_id).order_by("pk").values_list("pk", flat=True)
    return sum(hand_back(case_id, from_person=person_id, by=by) for case_id in ids)


@transaction.atomic
def set_hours(
    *,
    unit_id: int,
    zone: str,
    week: Mapping[str, Sequence[Sequence[str]]],
    country: str,
    region: str,
    closed_days: Sequence[date],
    by: Viewer,
) -> None:
    """Set the hours of a unit, and so of those below it that have none of their own."""
    fields: dict[str, Any] = {
        "zone": zone,
        "week": {day: [list(pair) for pair in pairs] for day, pairs in week.items() if pairs},
        "country": country,
        "region": region,
        "closed_days": sorted(day.isoformat() for day in closed_days),
    }
    WorkingHours.objects.update_or_create(unit_id=unit_id, defaults={**fields, "changed_at": clock.now()})
    unit = unit_with_id(unit_id)
    audit.record(by, "hours.set", what="unit", which=unit.code if unit else unit_id, changes=fields)


@transaction.atomic
def inherit_hours(*, unit_id: int, by: Viewer) -> None:
    """Let a unit work as the one above it does."""
    if WorkingHours.objects.filter(unit_id=unit_id).delete()[0]:
        unit = unit_with_id(unit_id)
        audit.record(by, "hours.inherited", what="unit", which=unit.code if unit else unit_id)
