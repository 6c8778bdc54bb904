"""Sets alert rules, and tries them on what was answered before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from aisance.accounts.public import root_unit
from aisance.cases.alerts.conditions import Rule, holds
from aisance.cases.alerts.facts_of import facts_of
from aisance.cases.alerts.ready import READY
from aisance.cases.alerts.weighing import matter_of
from aisance.cases.calendars.rules import open_seconds
from aisance.cases.models import AlertRule
from aisance.cases.queries.hours import calendar_at
from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.surveys.public import WholeResponse, responses_given

TRIED_DAYS = 30
MOST_TRIED = 20_000
AT_ONCE = 500
WORKED_HOURS_A_DAY = 6.0
"""Of a day, so much is left for cases once breaks, talks and training are taken off."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would have done: of `weighed` answers `matched` met it, which makes `cases`.

    `cases` counts each matter of a customer once. `people` is how many it would keep busy on a working day, at so many
    minutes a case. `cut` says that there were more answers than are tried, and only the newest were.
    """

    start: date
    end: date
    weighed: int
    matched: int
    cases: int
    working_days: float
    minutes_a_case: int
    cut: bool
    examples: tuple[int, ...] = ()

    @property
    def per_day(self) -> float | None:
        """Cases a working day; null where none was worked."""
        return self.cases / self.working_days if self.working_days else None

    @property
    def people(self) -> float | None:
        """People kept busy; null where no day was worked."""
        return None if self.per_day is None else self.per_day * self.minutes_a_case / 60 / WORKED_HOURS_A_DAY


def try_rule(rule: Rule, *, minutes_a_case: int) -> Trial:
    """Weigh the last thirty days by a rule; nothing is opened."""
    end = clock.now()
    start = end - timedelta(days=TRIED_DAYS)
    responses = responses_given(rule.unit_path, start, end, MOST_TRIED)
    matched: list[WholeResponse] = []
    for first in range(0, len(responses), AT_ONCE):
        some = responses[first : first + AT_ONCE]
        known = facts_of(some)
        matched += [one for one in some if _may_open(one) and holds(rule.conditions, known[one.response_id])]
    calendar = calendar_at(rule.unit_path)
    return Trial(
        start=clock.local_day(start),
        end=clock.local_day(end),
        weighed=len(responses),
        matched=len(matched),
        cases=len({(one.customer_id, matter_of(one)) for one in matched}),
        working_days=sum(1 for day in _days(start, end) if open_seconds(*day, calendar) > 0),
        minutes_a_case=minutes_a_case,
        cut=len(responses) == MOST_TRIED,
        examples=tuple(one.response_id for one in matched[-3:]),
    )


def _may_open(one: WholeResponse) -> bool:
    return one.customer_id is not None and not one.set_apart


def _days(start: Any, end: Any) -> list[tuple[Any, Any]]:
    """The days of a period, from midnight to midnight."""
    first = clock.local_day(start)
    return [
        (clock.start_of_day(first + timedelta(days=n)), clock.start_of_day(first + timedelta(days=n + 1)))
        for n in range((clock.local_day(end) - first).days)
    ]


@transaction.atomic
def set_rule(
    *,
    code: str,
    name: Mapping[str, str],
    unit_id: int,
    conditions: Mapping[str, Any],
    deadline_hours: float,
    stake: float,
    skill: str,
    position: int,
    by: Viewer,
) -> AlertRule:
    """Make a rule, switched off, or change the one with this code."""
    fields: dict[str, Any] = {
        "name": dict(name),
        "unit_id": unit_id,
        "conditions": dict(conditions),
        "deadline_hours": deadline_hours,
        "stake": stake,
        "skill": skill,
        "position": position,
        "changed_at": clock.now(),
    }
    row = AlertRule.objects.select_for_update().filter(code=code).first() or AlertRule(code=code, version=0)
    for field, value in {**fields, "version": row.version + 1}.items():
        setattr(row, field, value)
    row.save()
    told = {key: fields[key] for key in ("conditions", "deadline_hours", "stake", "skill", "position")}
    audit.record(by, "alert_rule.set", what="alert_rule", which=code, changes={**told, "version": row.version})
    return row


@transaction.atomic
def switch_rule(*, code: str, on: bool, by: Viewer) -> None:
    """Let a rule open cases from now on, or no more."""
    if AlertRule.objects.filter(code=code).exclude(is_on=on).update(is_on=on, changed_at=clock.now()):
        audit.record(by, "alert_rule.switched", what="alert_rule", which=code, changes={"is_on": [not on, on]})


@transaction.atomic
def ensure_ready_rules(*, by: Viewer) -> int:
    """Add the delivered rules that are not there yet, switched off; how many were added."""
    known = set(AlertRule.objects.values_list("code", flat=True))
    root = root_unit()
    missing = [(place, rule) for place, rule in enumerate(READY, start=1) if rule.code not in known]
    for place, rule in missing:
        set_rule(
            code=rule.code,
            name=rule.name,
            unit_id=root.id,
            conditions=rule.conditions,
            deadline_hours=rule.deadline_hours,
            stake=rule.stake,
            skill="",
            position=place * 10,
            by=by,
        )
    return len(missing)
