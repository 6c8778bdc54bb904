"""The only writers of purchases and visits."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from aisance.core import audit, clock
from aisance.core.bulk import insert_rows, stored_moment
from aisance.core.events import emit_all
from aisance.core.permissions import Viewer
from aisance.customers.bringing.tracing import find_or_add_traced
from aisance.customers.contracts import PurchasesRecorded, VisitsRecorded
from aisance.customers.models import Purchase, Visit
from aisance.customers.purchases.contracts import PurchaseDraft, RecordedEvent, VisitDraft

SHARED = ("source", "external_id", "at", "day", "place", "customer_id", "import_run_id", "recorded_at")
BOUGHT = ("amount_minor", "currency", "quantity", "order_number")
AN_EVENT = 500
"""So many customers are named in one event at most."""


def record_purchases(drafts: Sequence[PurchaseDraft], *, by: Viewer, run_id: int | None = None) -> list[RecordedEvent]:
    """Write purchases in one transaction, adding customers not known; those with a known number change nothing."""
    more = [(one.amount_minor, one.currency, one.quantity, one.order_number) for one in drafts]
    return _record(drafts, more, BOUGHT, Purchase, PurchasesRecorded, by=by, run_id=run_id)


def record_visits(drafts: Sequence[VisitDraft], *, by: Viewer, run_id: int | None = None) -> list[RecordedEvent]:
    """Write visits in one transaction, adding customers not known; those with a known number change nothing."""
    return _record(drafts, [()] * len(drafts), (), Visit, VisitsRecorded, by=by, run_id=run_id)


def _record(
    drafts: Sequence[PurchaseDraft | VisitDraft],
    more: Sequence[tuple[Any, ...]],
    columns: tuple[str, ...],
    model: type[Purchase] | type[Visit],
    event: Any,
    *,
    by: Viewer,
    run_id: int | None,
) -> list[RecordedEvent]:
    if not drafts:
        return []
    with transaction.atomic():
        now = stored_moment(clock.now())
        ids = find_or_add_traced([draft.customer for draft in drafts], by=by, run_id=run_id)
        rows = [
            (
                draft.source,
                draft.external_id,
                stored_moment(draft.at),
                clock.local_day(draft.at),
                draft.place,
                pk,
                run_id,
                now,
                *rest,
            )
            for draft, pk, rest in zip(drafts, ids, more, strict=True)
        ]
        ending = "ON CONFLICT (source, external_id) DO NOTHING RETURNING source, external_id"
        written = set(insert_rows(model._meta.db_table, (*SHARED, *columns), _first_of_each(rows), ending=ending))
        if written:
            audit.record(
                by, f"{model._meta.model_name}s.recorded", what="customer", which="", changes={"n": len(written)}
            )
            keys = [(draft.source, draft.external_id) for draft in drafts]
            touched = sorted({pk for pk, key in zip(ids, keys, strict=True) if pk and key in written})
            parts = [touched[start : start + AN_EVENT] for start in range(0, len(touched), AN_EVENT)]
            emit_all([event(customer_ids=part) for part in parts])
    return _told(drafts, ids, written)


def _first_of_each(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """One row for each source and external id."""
    return list({row[:2]: row for row in reversed(rows)}.values())[::-1]


def _told(drafts: Sequence[Any], ids: Sequence[int | None], written: set[tuple[Any, ...]]) -> list[RecordedEvent]:
    left = set(written)
    told = []
    for draft, pk in zip(drafts, ids, strict=True):
        key = (draft.source, draft.external_id)
        told.append(RecordedEvent("accepted" if key in left else "known", pk))
        left.discard(key)
    return told
