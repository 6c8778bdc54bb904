"""Writes questionnaires: drafts and their changes, publishing, retiring."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify

from aisance.core import audit, clock
from aisance.core.decisions import Allowed, Decision, Refused
from aisance.core.permissions import Viewer
from aisance.surveys.models import Questionnaire
from aisance.surveys.questionnaires.checks import problems
from aisance.surveys.questionnaires.contracts import Content
from aisance.surveys.questionnaires.edits import Change, ChangedMeanwhileError
from aisance.surveys.questionnaires.languages import text_in
from aisance.surveys.questionnaires.queries import surroundings
from aisance.surveys.questionnaires.rules import as_json, content_of

RESERVED = {"new", "import"}
"""Codes that are addresses of other pages."""


def create_questionnaire(*, content: Content, unit_id: int, by: Viewer, code: str = "") -> str:
    """Make a questionnaire with a first draft; its code, made of the title where none is given and always free."""
    wanted = slugify(code or text_in(content.title, "en", content.language))[:50] or "questionnaire"
    with transaction.atomic():
        taken = RESERVED | set(Questionnaire.objects.filter(code__startswith=wanted).values_list("code", flat=True))
        numbers = range(2, len(taken) + 3)
        free = next(name for name in (wanted, *(f"{wanted}-{number}" for number in numbers)) if name not in taken)
        row = Questionnaire.objects.create(
            code=free,
            name=dict(content.title),
            unit_id=unit_id,
            created_by_id=by.person_id,
            created_at=clock.now(),
        )
        row.versions.create(number=1, content=as_json(content), edited_at=clock.now())
        audit.record(by, "questionnaire.created", what="questionnaire", which=free)
    return free


def change_draft(*, questionnaire_id: int, change: Change, by: Viewer) -> Decision:
    """Apply a change to the draft. Refused("no_draft") where none waits, for a published version is never changed.

    Refused("changed_meanwhile") where the change finds that somebody else was quicker.
    """
    with transaction.atomic():
        row = _locked(questionnaire_id)
        draft = row.versions.filter(published_at__isnull=True).first()
        if draft is None:
            return Refused("no_draft")
        before = content_of(draft.content)
        try:
            after = change(before)
        except ChangedMeanwhileError:
            return Refused("changed_meanwhile")
        if after == before:
            return Allowed()
        draft.content, draft.edited_at = as_json(after), clock.now()
        draft.save(update_fields=["content", "edited_at"])
        if not row.versions.filter(published_at__isnull=False).exists():
            row.name = dict(after.title)
            row.save(update_fields=["name"])
        changes = {"v": draft.number, "items": _changed_items(before, after)}
        audit.record(by, "questionnaire.edited", what="questionnaire", which=row.code, changes=changes)
    return Allowed()


def _changed_items(before: Content, after: Content) -> list[str]:
    held = {item.code: item for item in before.items}
    now = {item.code: item for item in after.items}
    return sorted(code for code in held.keys() | now.keys() if held.get(code) != now.get(code))[:50]


def start_draft(*, questionnaire_id: int, by: Viewer, number: int | None = None) -> Decision:
    """Begin the next version with the content of the newest, or of version `number`.

    Refused("draft_waits") where one is being written already, Refused("no_version") where there is no such version.
    """
    with transaction.atomic():
        row = _locked(questionnaire_id)
        if row.versions.filter(published_at__isnull=True).exists():
            return Refused("draft_waits")
        newest = row.versions.order_by("-number").first()
        source = newest if number is None else row.versions.filter(number=number).first()
        if newest is None or source is None:
            return Refused("no_version")
        row.versions.create(number=newest.number + 1, content=source.content, edited_at=clock.now())
        changes = {"v": newest.number + 1, "from": source.number}
        audit.record(by, "questionnaire.drafted", what="questionnaire", which=row.code, changes=changes)
    return Allowed()


def publish_questionnaire(*, questionnaire_id: int, by: Viewer) -> Decision:
    """Make the draft a version that programmes may take and nobody changes any more.

    Refused("no_draft") where none waits, Refused("problems") where the check finds what must be mended first.
    """
    with transaction.atomic():
        row = _locked(questionnaire_id)
        draft = row.versions.filter(published_at__isnull=True).first()
        if draft is None:
            return Refused("no_draft")
        content = content_of(draft.content)
        if problems(content, surroundings()):
            return Refused("problems")
        draft.published_at, draft.published_by_id = clock.now(), by.person_id
        draft.save(update_fields=["published_at", "published_by"])
        row.name = dict(content.title)
        row.save(update_fields=["name"])
        changes = {"v": draft.number}
        audit.record(by, "questionnaire.published", what="questionnaire", which=row.code, changes=changes)
    return Allowed()


def discard_draft(*, questionnaire_id: int, by: Viewer) -> Decision:
    """Throw the draft away, and the questionnaire with it where it never had another version."""
    with transaction.atomic():
        row = _locked(questionnaire_id)
        deleted, _kinds = row.versions.filter(published_at__isnull=True).delete()
        if not deleted:
            return Refused("no_draft")
        audit.record(by, "questionnaire.discarded", what="questionnaire", which=row.code)
        if not row.versions.exists():
            row.delete()
    return Allowed()


def retire_questionnaire(*, questionnaire_id: int, by: Viewer, retired: bool = True) -> Decision:
    """Offer it to no new programme, or offer it again; programmes that took it and their answers stay."""
    with transaction.atomic():
        row = _locked(questionnaire_id)
        if row.retired != retired:
            row.retired = retired
            row.save(update_fields=["retired"])
            changes: dict[str, Any] = {"retired": [not retired, retired]}
            audit.record(by, "questionnaire.retired", what="questionnaire", which=row.code, changes=changes)
    return Allowed()


def _locked(questionnaire_id: int) -> Questionnaire:
    return Questionnaire.objects.select_for_update().get(pk=questionnaire_id)
