"""The front door of cases."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from aisance.cases.contracts import CaseCard, CaseOutcome, CaseStatus, EntryCard, EntryKind, NewCase, Opened
from aisance.cases.models import Case
from aisance.core.decisions import Decision
from aisance.core.permissions import Viewer

# Every writer below refuses a stale version with StaleCaseError, and what cannot be done with CaseRefusedError(reason).
# None of them looks at rights: whoever calls fetched the case in the viewer's scope first (`case_for`).


def open_case(draft: NewCase, *, by: Viewer) -> Opened:
    """Open a case, or join what is told to the open one of the same person and matter."""
    raise NotImplementedError


def add_entry(
    case_id: int,
    kind: EntryKind,
    *,
    words: str = "",
    data: Mapping[str, Any] | None = None,
    is_private: bool = False,
    key: str = "",
    by: Viewer,
) -> int:
    """Add a line to the log of a case, open or not; its id. The same key again changes nothing."""
    raise NotImplementedError


def note(case_id: int, words: str, *, by: Viewer, private: bool = True) -> int:
    """Add words for colleagues; the id of the entry."""
    raise NotImplementedError


def message_in(
    case_id: int,
    words: str,
    *,
    channel: str,
    at: datetime,
    key: str,
    data: Mapping[str, Any] | None = None,
    reopens: bool = True,
    by: Viewer,
) -> int:
    """A customer wrote: into the log, once a key. What waits for them is open again; so is what was closed, else a
    case of the same matter takes it. An automatic answer (`reopens` false) changes no status. Gives the entry's id."""
    raise NotImplementedError


def write_to_customer(
    case_id: int,
    words: str,
    *,
    channel: str,
    subject: str = "",
    version: int,
    by: Viewer,
    data: Mapping[str, Any] | None = None,
    waits: bool = True,
) -> Decision:
    """Send words through outreach as a service message, and log them; the case then waits for the customer.

    Refused(reason) of outreach where they cannot be reached; then nothing is written.
    """
    raise NotImplementedError


def take(case_id: int, *, version: int, by: Viewer) -> None:
    """Become the owner of a case that has none, or another one."""
    raise NotImplementedError


def take_next(*, by: Viewer, unit_id: int | None = None) -> int | None:
    """Take the first case without owner that this person may work on; null where none is left. Never one twice."""
    raise NotImplementedError


def assign(case_ids: Sequence[int], *, owner_id: int | None, by: Viewer) -> int:
    """Give cases to somebody (null: back to the pool); how many changed hands."""
    raise NotImplementedError


def transfer(
    case_id: int, *, unit_id: int | None = None, owner_id: int | None = None, summary: str, version: int, by: Viewer
) -> None:
    """Hand a case to another unit or person with a summary, so that the customer need not repeat."""
    raise NotImplementedError


def ask_colleague(case_id: int, *, person_id: int, words: str, by: Viewer) -> int:
    """Ask a colleague in a case; the id of the entry (`data`: {"person": id})."""
    raise NotImplementedError


def answer_colleague(entry_id: int, words: str, *, by: Viewer) -> int:
    """Answer what was asked in an entry; the id of the new entry (`data`: {"asked": entry id})."""
    raise NotImplementedError


def promise(case_id: int, what: str, *, promised_by: datetime, version: int, by: Viewer) -> None:
    """Note what the customer was promised, and by when."""
    raise NotImplementedError


def set_status(case_id: int, status: CaseStatus, *, version: int, by: Viewer) -> None:
    """Open, or waiting for the customer; closing has its own service."""
    raise NotImplementedError


def set_cause(case_id: int, *, root_cause_id: int | None, version: int, by: Viewer) -> None:
    """Say the root cause, a reason of the tree; null: looked for and none found."""
    raise NotImplementedError


def close(
    case_id: int,
    outcome: CaseOutcome,
    *,
    root_cause: int | None,
    words: str,
    version: int,
    by: Viewer,
    ask: bool = True,
) -> None:
    """Close a case with its outcome and root cause (null: none found), and ask the customer whether it is solved."""
    raise NotImplementedError


def reopen(case_id: int, *, words: str, version: int, by: Viewer) -> None:
    """Open a closed case again, with a new deadline."""
    raise NotImplementedError


def merge(case_id: int, *, into: int, version: int, by: Viewer) -> None:
    """End a case in another one of the same person, which takes over what is open in it."""
    raise NotImplementedError


def split(case_id: int, *, words: str, version: int, by: Viewer) -> int:
    """Make a second case out of one that holds two matters; its id."""
    raise NotImplementedError


def watch(case_id: int, *, by: Viewer, writing: bool = False) -> list[tuple[int, str, bool]]:
    """Say that somebody has this case before them; gives the others who have: (person id, name, whether writing)."""
    raise NotImplementedError


def case_for(viewer: Viewer, number: str) -> Case | None:
    """The case with this number, with its unit, owner and customer, if the viewer may see it."""
    raise NotImplementedError


def cases_seen(viewer: Viewer) -> QuerySet[Case]:
    """Every case the viewer may see, in no order."""
    raise NotImplementedError


def case_card(viewer: Viewer, case_id: int) -> CaseCard | None:
    """One case; null where there is none, or not for this viewer."""
    raise NotImplementedError


def case_cards(viewer: Viewer, case_ids: Collection[int]) -> dict[int, CaseCard]:
    """Cases by id, as far as the viewer may see them."""
    raise NotImplementedError


def entries_of(viewer: Viewer, case_id: int) -> list[EntryCard]:
    """The log of a case, oldest first; empty where the viewer may not see it."""
    raise NotImplementedError


def open_cases_of(viewer: Viewer, customer_ids: Collection[int]) -> list[CaseCard]:
    """The open cases of the persons behind these rows, the most pressing first."""
    raise NotImplementedError


def with_open_case(customer_ids: Collection[int]) -> set[int]:
    """Those of these rows whose person has an open case."""
    raise NotImplementedError


def by_reference(number: str) -> CaseCard | None:
    """A case by its number, whoever asks; for what comes in from outside."""
    raise NotImplementedError


def cases_between(viewer: Viewer, start: datetime, end: datetime) -> list[CaseCard]:
    """The cases opened from `start` and before `end` that the viewer may see, oldest first."""
    raise NotImplementedError


def due(unit_id: int, start: datetime, working: timedelta) -> datetime:
    """The moment at which so much working time of a unit has passed since `start`."""
    raise NotImplementedError
