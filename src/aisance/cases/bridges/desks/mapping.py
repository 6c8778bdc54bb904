"""What the statuses and priorities of other desks mean here: as delivered, and as a manager set it."""

from dataclasses import dataclass

from aisance.cases.bridges.desks.contracts import Desk
from aisance.cases.contracts import CaseOutcome, CaseStatus
from aisance.cases.models import Case, DeskStatus

CLOSED = CaseStatus.CLOSED


@dataclass(frozen=True, slots=True)
class Meaning:
    """One status of theirs, and where a case then stands."""

    theirs: str
    status: CaseStatus
    outcome: CaseOutcome | None = None


READY: dict[Desk, tuple[Meaning, ...]] = {
    Desk.ZENDESK: (
        Meaning("new", CaseStatus.NEW),
        Meaning("open", CaseStatus.OPEN),
        Meaning("pending", CaseStatus.WAITING),
        Meaning("hold", CaseStatus.OPEN),
        Meaning("solved", CLOSED, CaseOutcome.SOLVED),
        Meaning("closed", CLOSED, CaseOutcome.SOLVED),
    ),
    Desk.JIRA: (
        Meaning("To Do", CaseStatus.NEW),
        Meaning("Open", CaseStatus.NEW),
        Meaning("In Progress", CaseStatus.OPEN),
        Meaning("Waiting for customer", CaseStatus.WAITING),
        Meaning("Done", CLOSED, CaseOutcome.SOLVED),
        Meaning("Closed", CLOSED, CaseOutcome.SOLVED),
        Meaning("Won't Do", CLOSED, CaseOutcome.UNFOUNDED),
    ),
}
STAKES = {"urgent": 60.0, "highest": 60.0, "high": 40.0, "normal": 10.0, "medium": 10.0, "low": 0.0, "lowest": 0.0}
"""What a priority adds to what is lost if a case waits, in points of 100. A priority that is none weighs nothing."""
PRIORITIES: dict[Desk, tuple[tuple[float, str], ...]] = {
    Desk.ZENDESK: ((60.0, "urgent"), (40.0, "high"), (10.0, "normal"), (0.0, "low")),
    Desk.JIRA: ((60.0, "Highest"), (40.0, "High"), (10.0, "Medium"), (0.0, "Low")),
}


def meanings(desk: Desk) -> tuple[Meaning, ...]:
    """The table in force: the one that was set, else the one delivered. The first of a meaning is what we say back."""
    rows = DeskStatus.objects.filter(system=desk)
    found = tuple(
        Meaning(row.theirs, CaseStatus(row.status), CaseOutcome(row.outcome) if row.outcome else None) for row in rows
    )
    return found or READY[desk]


def meaning_of(desk: Desk, theirs: str) -> Meaning | None:
    """What a status of theirs means; capitals do not count."""
    return next((one for one in meanings(desk) if one.theirs.casefold() == theirs.strip().casefold()), None)


def status_for(desk: Desk, case: Case) -> str:
    """What a case's status is called there: the same outcome if they know it, else any that has the same status."""
    same = [one for one in meanings(desk) if one.status == case.status]
    exact = [one for one in same if (one.outcome or "") == (case.outcome or "")]
    return next((one.theirs for one in [*exact, *same]), "")


def priority_for(desk: Desk, stake: float) -> str:
    """What so much at stake is called there."""
    return next(word for least, word in PRIORITIES[desk] if stake >= least)
