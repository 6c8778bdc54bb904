"""Reply templates: which are offered for a case, what they say in it, and who changed them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from aisance.cases.desk.queue import called
from aisance.cases.desk.rules import filled
from aisance.cases.models import Case, ReplyTemplate
from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerCard


@dataclass(frozen=True, slots=True)
class Begun:
    """A template as it stands in one case, before anybody wrote to it."""

    template: ReplyTemplate
    subject: str
    body: str


def in_force() -> QuerySet[ReplyTemplate]:
    """The templates that may be used, by language and name."""
    return ReplyTemplate.objects.filter(is_retired=False).select_related("reason").order_by("language", "name")


def offered(case: Case) -> list[ReplyTemplate]:
    """The templates for a case: its language, then its reason come first; the rest follows, by name."""
    language = case.language[:2]
    return sorted(
        in_force(),
        key=lambda one: (one.language != language, one.reason_id != case.reason_id, one.name.casefold()),
    )


def begun(template: ReplyTemplate, case: Case, customer: CustomerCard | None, by: Viewer) -> Begun:
    """A template with what is known filled in."""
    known = {"customer": called(customer), "advisor": by.name, "case": case.number}
    known["company"] = settings.ENVIRONMENT.company
    return Begun(template, filled(template.subject, known), filled(template.body, known))


@transaction.atomic
def set_template(template_id: int | None, values: Mapping[str, Any], *, by: Viewer) -> ReplyTemplate:
    """Add a template, or change one; `values` are its columns."""
    row = ReplyTemplate.objects.get(pk=template_id) if template_id else ReplyTemplate()
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.changed_at = clock.now()
    row.save()
    changed = sorted(name for name, value in values.items() if before[name] != value)
    action = "reply_template.changed" if template_id else "reply_template.added"
    audit.record(by, action, what="reply_template", which=row.pk, changes={"fields": changed})
    return row


@transaction.atomic
def retire_template(template_id: int, *, by: Viewer) -> bool:
    """Offer a template no more; messages that began with it stay. False where it was retired before."""
    retired = ReplyTemplate.objects.filter(pk=template_id, is_retired=False).update(
        is_retired=True, changed_at=clock.now()
    )
    if retired:
        audit.record(by, "reply_template.retired", what="reply_template", which=template_id)
    return bool(retired)


def note_used(template_id: int) -> None:
    """Count one message that began with a template, in the caller's transaction."""
    ReplyTemplate.objects.filter(pk=template_id).update(uses=F("uses") + 1)
