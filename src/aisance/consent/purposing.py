"""Writes purposes and their notices."""

from collections.abc import Mapping

from django.db import transaction

from aisance.consent.contracts import PurposeCard
from aisance.consent.models import Notice, Purpose
from aisance.consent.queries import purposes
from aisance.consent.services import add_notice, notice_row
from aisance.core import audit, clock
from aisance.core.permissions import Viewer


@transaction.atomic
def set_purpose(
    *,
    code: str,
    name: Mapping[str, str],
    words: Mapping[str, str],
    kind: str,
    legal_basis: str,
    notice: Mapping[str, str],
    is_active: bool,
    by: Viewer,
) -> None:
    """Add a purpose or change one. A notice in other words becomes its next version; what was agreed to stays."""
    before = next((card for card in purposes(also_unused=True) if card.code == code), None)
    fields = {"name": dict(name), "words": dict(words), "kind": kind, "legal_basis": legal_basis}
    position = before.position if before else 100
    Purpose.objects.update_or_create(code=code, defaults={**fields, "is_active": is_active, "position": position})
    number = _next_notice(before, code, dict(notice))
    action = "purpose.changed" if before else "purpose.added"
    audit.record(by, action, what="purpose", which=code, changes={"kind": kind, "notice": number})


def _next_notice(before: PurposeCard | None, code: str, text: dict[str, str]) -> int:
    if before is not None and dict(before.notice_text) == text and before.notice:
        return before.notice
    if before is not None and before.notice:
        notice_row(code, before.notice)  # a ready-made one is stored before the next takes its place
    last = Notice.objects.filter(purpose=code).order_by("-number").values_list("number", flat=True).first() or 0
    return add_notice(code, last + 1, text, clock.now()).number


def notices_of(code: str) -> list[Notice]:
    """Every stored version of a purpose's notice, the newest first."""
    return list(Notice.objects.filter(purpose=code).order_by("-number"))
