"""Cases, as those who may see them do."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet

from aisance.cases.contracts import CaseCard, CaseOutcome, CaseStatus, EntryCard, EntryKind
from aisance.cases.models import OPEN, Case, CaseEntry
from aisance.cases.permissions import VIEW
from aisance.core.once import asked_once
from aisance.core.permissions import Viewer
from aisance.customers.public import current, members


def cases_seen(viewer: Viewer) -> QuerySet[Case]:
    """Every case the viewer may see, in no order."""
    return Case.objects.filter(viewer.scope(VIEW).rows("unit"))


def case_for(viewer: Viewer, number: str) -> Case | None:
    """The case with this number, with its unit, owner and reasons, if the viewer may see it."""
    return _told_whole(viewer).filter(number=number.upper()).first()


@asked_once
def case_at(viewer: Viewer, case_id: int) -> Case | None:
    """The same by its id; a page that has it at hand says so with `know`."""
    return _told_whole(viewer).filter(pk=case_id).first()


def _told_whole(viewer: Viewer) -> QuerySet[Case]:
    return cases_seen(viewer).select_related("unit", "owner", "reason", "root_cause")


def card_of(row: Case) -> CaseCard:
    """A row as other domains may hold it."""
    return CaseCard(
        id=row.pk,
        number=row.number,
        customer_id=row.customer_id,
        unit_id=row.unit_id,
        matter=row.matter,
        status=CaseStatus(row.status),
        outcome=CaseOutcome(row.outcome) if row.outcome else None,
        source=row.source,
        owner_id=row.owner_id,
        reason_id=row.reason_id,
        root_cause_id=row.root_cause_id,
        response_id=row.response_id,
        stake=row.stake,
        opened_at=row.opened_at,
        first_touched_at=row.first_touched_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        promised=row.promised,
        promised_by=row.promised_by,
        solved_says_customer=row.solved_says_customer,
        version=row.version,
    )


def case_card(viewer: Viewer, case_id: int) -> CaseCard | None:
    """One case; null where there is none, or not for this viewer."""
    row = cases_seen(viewer).filter(pk=case_id).first()
    return card_of(row) if row else None


def case_cards(viewer: Viewer, case_ids: Collection[int]) -> dict[int, CaseCard]:
    """Cases by id, as far as the viewer may see them."""
    return {row.pk: card_of(row) for row in cases_seen(viewer).filter(pk__in=set(case_ids))}


def entry_cards(rows: Iterable[CaseEntry]) -> list[EntryCard]:
    """Lines of the log; their `by` should be at hand."""
    return [
        EntryCard(
            id=row.pk,
            case_id=row.case_id,
            kind=EntryKind(row.kind),
            at=row.at,
            by_id=row.by_id,
            by_name=row.by.name if row.by else "",
            words=row.words,
            data=row.data,
            is_private=row.is_private,
        )
        for row in rows
    ]


def entries_of(viewer: Viewer, case_id: int) -> list[EntryCard]:
    """The log of a case, oldest first; empty where the viewer may not see it."""
    rows = CaseEntry.objects.filter(case__in=cases_seen(viewer).filter(pk=case_id)).select_related("by")
    return entry_cards(rows.order_by("at", "pk"))


def changed_since(case_id: int, version: int) -> tuple[EntryCard, ...]:
    """What made a case newer than a version, newest first."""
    rows = CaseEntry.objects.filter(case_id=case_id, version__gt=version).select_related("by").order_by("-at", "-pk")
    return tuple(entry_cards(rows[:20]))


def rows_of_persons(customer_ids: Collection[int]) -> set[int]:
    """All rows of the persons behind these."""
    return {row for group in members(customer_ids).values() for row in group} | set(customer_ids)


def open_cases_of(viewer: Viewer, customer_ids: Collection[int]) -> list[CaseCard]:
    """The open cases of the persons behind these rows, the most pressing first."""
    rows = cases_seen(viewer).filter(OPEN, person_id__in=rows_of_persons(customer_ids))
    return [card_of(row) for row in rows.order_by("ranked_at", "pk")]


def open_numbers_of(viewer: Viewer, customer_ids: Collection[int]) -> list[tuple[int, str]]:
    """The id and the number of each open case of the persons behind these rows, the most pressing first."""
    rows = cases_seen(viewer).filter(OPEN, person_id__in=rows_of_persons(customer_ids))
    return list(rows.order_by("ranked_at", "pk").values_list("pk", "number"))


def with_open_case(customer_ids: Collection[int]) -> set[int]:
    """Those of these rows whose person has an open case."""
    persons = current(customer_ids)
    open_for = set(Case.objects.filter(OPEN, person_id__in=set(persons.values())).values_list("person_id", flat=True))
    return {row for row, person in persons.items() if person in open_for}


def by_reference(number: str) -> CaseCard | None:
    """A case by its number, whoever asks; for what comes in from outside."""
    row = Case.objects.filter(number=number.upper()).first()
    return card_of(row) if row else None


def cases_between(viewer: Viewer, start: datetime, end: datetime) -> list[CaseCard]:
    """The cases opened from `start` and before `end` that the viewer may see, oldest first."""
    rows = cases_seen(viewer).filter(opened_at__gte=start, opened_at__lt=end, merged_into__isnull=True)
    return [card_of(row) for row in rows.order_by("opened_at", "pk")]
