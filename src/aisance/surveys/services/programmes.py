"""Writes programmes: the ready one, drafts of new versions, publishing, switching on and stopping."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction

from aisance.accounts.public import root_unit
from aisance.core import audit, clock
from aisance.core.decisions import Allowed, Decision, Refused
from aisance.core.permissions import Viewer
from aisance.outreach.contracts import BAROMETER_FAMILY
from aisance.surveys import ready
from aisance.surveys.contracts import ProgrammeKind, ProgrammeTerms
from aisance.surveys.models import Programme, ProgrammeVersion


def ensure_default_programme(*, by: Viewer) -> int:
    """The id of the programme that is ready to switch on, adding it with its first version where it is missing.

    It is the company's, published but not running: nobody is asked before somebody switches it on.
    """
    with transaction.atomic():
        programme, created = Programme.objects.get_or_create(
            code=ready.CODE,
            defaults={"name": ready.NAME, "kind": ProgrammeKind.HOT, "unit_id": root_unit().id},
        )
        if created:
            terms = ProgrammeTerms(
                subject=ready.SUBJECT, invitation=ready.INVITATION, questions=ready.QUESTIONS, **ready.RULES
            )
            programme.versions.create(number=1, published_at=clock.now(), **asdict(terms))
            audit.record(by, "programme.added", what="programme", which=programme.code)
    return programme.pk


def create_programme(
    *,
    code: str,
    names: Mapping[str, str],
    kind: ProgrammeKind,
    unit_id: int,
    by: Viewer,
    family: str = "",
    anonymous: bool = False,
) -> int:
    """Add a programme without a version yet; its id. A barometer without a family gets that of barometers.

    Raises IntegrityError where the code is taken.
    """
    family = family or (BAROMETER_FAMILY if kind == ProgrammeKind.COLD else "")
    with transaction.atomic():
        programme = Programme.objects.create(
            code=code, name=dict(names), kind=kind, unit_id=unit_id, family=family, anonymous=anonymous
        )
        changes = {"kind": kind.value, "unit": unit_id, "family": family, "anonymous": anonymous}
        audit.record(by, "programme.added", what="programme", which=code, changes=changes)
    return programme.pk


def name_programme(*, programme_id: int, names: Mapping[str, str], family: str, by: Viewer) -> None:
    """Call a programme otherwise, or put it into another family."""
    with transaction.atomic():
        programme = Programme.objects.select_for_update().get(pk=programme_id)
        changes = {"name": [programme.name, dict(names)], "family": [programme.family, family]}
        programme.name, programme.family = dict(names), family
        programme.save(update_fields=["name", "family"])
        audit.record(by, "programme.named", what="programme", which=programme.code, changes=changes)


def save_draft(*, programme_id: int, terms: ProgrammeTerms, by: Viewer) -> int:
    """Write a draft, a new one or the one that waits; its number. The version in force stays as it is."""
    with transaction.atomic():
        programme = Programme.objects.select_for_update().get(pk=programme_id)
        last = programme.versions.order_by("-number").first()
        before = _terms_of(last) if last else {}
        if last is None or last.published_at is not None:
            last = ProgrammeVersion(programme=programme, number=last.number + 1 if last else 1)
        after = asdict(terms)
        for name, value in after.items():
            setattr(last, name, value)
        last.save()
        changes = {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
        audit.record(by, "programme.drafted", what="programme", which=programme.code, changes=changes)
    return last.number


def _terms_of(version: ProgrammeVersion) -> dict[str, Any]:
    return {name: getattr(version, name) for name in ProgrammeTerms.__dataclass_fields__}


def publish_draft(*, programme_id: int, by: Viewer) -> Decision:
    """Make the waiting draft the version in force. Refused("no_draft") where none waits."""
    with transaction.atomic():
        programme = Programme.objects.select_for_update().get(pk=programme_id)
        draft = programme.versions.filter(published_at__isnull=True).order_by("-number").first()
        if draft is None:
            return Refused("no_draft")
        draft.published_at = clock.now()
        draft.save(update_fields=["published_at"])
        audit.record(by, "programme.published", what="programme", which=programme.code, changes={"v": draft.number})
    return Allowed()


def switch_on(*, programme_id: int, by: Viewer) -> Decision:
    """Start asking about contacts that end from now on, or ended in the day before.

    Refused("nothing_published") where no version is in force.
    """
    with transaction.atomic():
        programme = Programme.objects.select_for_update().get(pk=programme_id)
        if not programme.versions.filter(published_at__isnull=False).exists():
            return Refused("nothing_published")
        if programme.state != Programme.State.RUNNING:
            programme.state, programme.running_since = Programme.State.RUNNING, clock.now()
            programme.save(update_fields=["state", "running_since"])
            audit.record(by, "programme.switched_on", what="programme", which=programme.code)
    return Allowed()


def stop_programme(*, programme_id: int, by: Viewer) -> Decision:
    """Ask nobody from now on, not even those already planned; links that left may still be answered."""
    with transaction.atomic():
        programme = Programme.objects.select_for_update().get(pk=programme_id)
        if programme.state == Programme.State.RUNNING:
            programme.state = Programme.State.STOPPED
            programme.save(update_fields=["state"])
            audit.record(by, "programme.stopped", what="programme", which=programme.code)
    return Allowed()
