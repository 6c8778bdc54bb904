"""Who gets a case: by unit, skill, language, load and hours, with the reason."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count

from aisance.accounts.contracts import PersonCard
from aisance.accounts.public import people_covering
from aisance.cases.calendars.rules import open_seconds
from aisance.cases.models import OPEN, Case, WorkProfile
from aisance.cases.queries.hours import calendar_at
from aisance.core import clock
from aisance.core.permissions import Role

DEFAULT_MOST_OPEN = 8
"""So many open cases somebody is handed by themselves where nobody set it otherwise; the rest waits in the pool."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who gets a case, null for the unit's pool, and why: a stable code and what fills its words."""

    person_id: int | None
    reason: str
    values: dict[str, Any]

    def as_data(self) -> dict[str, Any]:
        return {"owner": self.person_id, "why": self.reason, **self.values}


@dataclass(frozen=True, slots=True)
class _Candidate:
    person: PersonCard
    path: str
    skills: Collection[str]
    languages: Collection[str]
    most_open: int
    load: int


def choose_owner(path: str, *, skill: str = "", language: str = "", but: Collection[int] = ()) -> Choice:
    """Who should get a case of the unit with this path; nobody where none is there, free, and knows about it.

    Of those who may, who is at work now comes first, then who has the fewest open cases.
    """
    there = [one for one in _candidates(path) if one.person.id not in but]
    if not there:
        return Choice(None, "nobody_there", {})
    knowing = [one for one in there if not skill or skill in one.skills]
    if not knowing:
        return Choice(None, "nobody_knows", {"skill": skill})
    speaking = [one for one in knowing if not language or language[:2] in one.languages]
    if not speaking:
        return Choice(None, "nobody_speaks", {"language": language[:2]})
    free = [one for one in speaking if one.load < one.most_open]
    if not free:
        return Choice(None, "all_full", {"people": len(speaking)})
    at_work = {path: _works_now(path) for path in {one.path for one in free}}
    chosen = min(free, key=lambda one: (not at_work[one.path], one.load, one.person.id))
    return Choice(chosen.person.id, "chosen", {"load": chosen.load, "of": len(free)})


def _works_now(path: str) -> bool:
    now = clock.now()
    return open_seconds(now, now + timedelta(minutes=1), calendar_at(path)) > 0


def _candidates(path: str) -> list[_Candidate]:
    """The advisors of a unit who are there."""
    covering = people_covering(path, {Role.ADVISOR})
    ids = [person.id for person, _path in covering]
    profiles = {row.person_id: row for row in WorkProfile.objects.filter(person_id__in=ids)}
    loads = dict(Case.objects.filter(OPEN, owner_id__in=ids).values_list("owner_id").annotate(n=Count("pk")).order_by())
    now = clock.now()
    found = []
    for person, held_at in covering:
        profile = profiles.get(person.id)
        if profile and profile.away_until and profile.away_until > now:
            continue
        most = profile.most_open if profile and profile.most_open is not None else DEFAULT_MOST_OPEN
        languages = {person.language[:2], *(profile.languages if profile else ())}
        skills = profile.skills if profile else ()
        found.append(_Candidate(person, held_at, skills, languages, most, loads.get(person.id, 0)))
    return found
