"""Setting what may be given: the catalogue, limits, budgets, what is held back, what was looked at."""

import secrets
from typing import Any

from django.db import transaction

from aisance.cases.gestures.contracts import BudgetHolder, KindDraft, Period
from aisance.cases.models import GestureAutonomy, GestureBudget, GestureHoldBack, GestureKind, GestureSeen
from aisance.core import audit, clock
from aisance.core.permissions import Viewer

KEPT = ("sort", "name", "least_minor", "most_minor", "again_after_days", "answer_hours", "is_due", "is_on")
LISTS = ("reasons", "outcomes", "segments")


def set_kind(draft: KindDraft, *, by: Viewer) -> GestureKind:
    """Add a kind to the catalogue, or change it: what differs makes its next version, which the trail tells."""
    with transaction.atomic():
        row = GestureKind.objects.select_for_update().filter(code=draft.code).first()
        wanted = {name: getattr(draft, name) for name in KEPT} | {name: list(getattr(draft, name)) for name in LISTS}
        wanted["name"], wanted["sort"] = dict(draft.name), str(draft.sort)
        before: dict[str, Any] = {} if row is None else {name: getattr(row, name) for name in wanted}
        row = row or GestureKind(code=draft.code, version=0)
        changes = {name: [before.get(name), value] for name, value in wanted.items() if before.get(name) != value}
        changes |= _limits_changed(row, draft)
        if not changes:
            return row
        for name, value in wanted.items():
            setattr(row, name, value)
        row.version, row.changed_at = row.version + 1, clock.now()
        row.save()
        _set_limits(row, draft)
        audit.record(by, "gesture_kind.set", what="gesture_kind", which=row.code, changes=changes)
        return row


def _everywhere(row: GestureKind) -> dict[str, int]:
    if row.pk is None:
        return {}
    rows = GestureAutonomy.objects.filter(kind=row, unit__isnull=True)
    return dict(rows.values_list("role", "most_minor"))


def _limits_changed(row: GestureKind, draft: KindDraft) -> dict[str, Any]:
    before = _everywhere(row)
    roles = sorted(before.keys() | draft.limits.keys())
    return {
        f"most_{role}": [before.get(role), draft.limits.get(role)]
        for role in roles
        if before.get(role) != draft.limits.get(role)
    }


def _set_limits(row: GestureKind, draft: KindDraft) -> None:
    GestureAutonomy.objects.filter(kind=row, unit__isnull=True).exclude(role__in=draft.limits).delete()
    for role, most in draft.limits.items():
        GestureAutonomy.objects.update_or_create(kind=row, role=role, unit=None, defaults={"most_minor": most})


def set_limit(*, kind_id: int, role: str, unit_id: int, most_minor: int, by: Viewer) -> None:
    """Say up to what a role grants a kind in one unit and below, instead of everywhere."""
    with transaction.atomic():
        kind = GestureKind.objects.select_for_update().get(pk=kind_id)
        key: dict[str, Any] = {"kind": kind, "role": role, "unit_id": unit_id}
        before = GestureAutonomy.objects.filter(**key).values_list("most_minor", flat=True).first()
        if before == most_minor:
            return
        GestureAutonomy.objects.update_or_create(**key, defaults={"most_minor": most_minor})
        GestureKind.objects.filter(pk=kind.pk).update(version=kind.version + 1, changed_at=clock.now())
        changes = {"role": role, "unit": unit_id, "most": [before, most_minor]}
        audit.record(by, "gesture_limit.set", what="gesture_kind", which=kind.code, changes=changes)


def remove_limit(*, limit_id: int, by: Viewer) -> None:
    """Let what holds everywhere hold in a unit again."""
    with transaction.atomic():
        limit = GestureAutonomy.objects.select_related("kind").get(pk=limit_id, unit__isnull=False)
        kind = GestureKind.objects.select_for_update().get(pk=limit.kind_id)
        GestureKind.objects.filter(pk=kind.pk).update(version=kind.version + 1, changed_at=clock.now())
        changes = {"role": limit.role, "unit": limit.unit_id, "most": [limit.most_minor, None]}
        audit.record(by, "gesture_limit.removed", what="gesture_kind", which=kind.code, changes=changes)
        limit.delete()


def set_budget(*, unit_id: int, holder: BudgetHolder, period: Period, amount_minor: int, by: Viewer) -> GestureBudget:
    """Set what may be spent in a period. Less than was spent lets nothing more be given, and takes nothing back."""
    with transaction.atomic():
        row = GestureBudget.objects.select_for_update().filter(unit_id=unit_id, holder=holder).first()
        before = [row.period, row.amount_minor] if row else None
        row = row or GestureBudget(unit_id=unit_id, holder=holder)
        row.period, row.amount_minor, row.changed_at = period, amount_minor, clock.now()
        row.save()
        changes = {"unit": unit_id, "holder": str(holder), "budget": [before, [str(period), amount_minor]]}
        audit.record(by, "gesture_budget.set", what="gesture_budget", which=row.pk, changes=changes)
        return row


def remove_budget(*, budget_id: int, by: Viewer) -> None:
    """Let people grant by their autonomy alone, without a sum a period."""
    with transaction.atomic():
        row = GestureBudget.objects.select_for_update().get(pk=budget_id)
        changes = {"unit": row.unit_id, "holder": row.holder, "amount": row.amount_minor}
        audit.record(by, "gesture_budget.removed", what="gesture_budget", which=row.pk, changes=changes)
        row.delete()


def set_hold_back(*, share: float, words: str, seed: str = "", by: Viewer) -> GestureHoldBack:
    """From now on give no gesture in this share of cases, drawn anew; 0 ends it. What was drawn stays as it was."""
    with transaction.atomic():
        row = GestureHoldBack.objects.create(
            share=share, seed=seed or secrets.token_hex(8), words=words, set_by_id=by.person_id, set_at=clock.now()
        )
        changes = {"share": share, "words": words}
        audit.record(by, "gesture_hold_back.set", what="gesture_hold_back", which=row.pk, changes=changes)
        return row


def mark_seen(*, key: str, note: str, customer_id: int | None = None, by: Viewer) -> None:
    """Note that a pattern was looked at, and what was found; the newest note counts."""
    with transaction.atomic():
        seen = {"note": note, "customer_id": customer_id, "seen_by_id": by.person_id, "seen_at": clock.now()}
        GestureSeen.objects.update_or_create(key=key, defaults=seen)
        audit.record(by, "gesture_pattern.seen", what="gesture_pattern", which=key)
