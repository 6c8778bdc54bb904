"""Reads of programmes and of what became of their invitations."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.core.scope import Scope
from aisance.core.translated import translated
from aisance.outreach.public import why_not_sent
from aisance.surveys.contracts import InvitationState, ProgrammeTerms
from aisance.surveys.models import REASON_NAMES, Invitation, Programme, ProgrammeVersion
from aisance.surveys.models.invitations import ANSWERED
from aisance.surveys.permissions import EDIT_PROGRAMMES, VIEW_PROGRAMMES
from aisance.surveys.queries.answers import midnight
from aisance.surveys.rules import Tally


def programmes_seen_by(viewer: Viewer) -> list[Programme]:
    """The programmes of the viewer's units and of the units above them, which ask the same customers."""
    return _programmes_of(viewer.scope(VIEW_PROGRAMMES))


def programmes_within(scope: Scope) -> dict[str, tuple[int, str]]:
    """The id and the name of each programme that asks customers of these units, by its code."""
    return {found.code: (found.pk, translated(found.name)) for found in _programmes_of(scope)}


def _programmes_of(scope: Scope) -> list[Programme]:
    found = Programme.objects.select_related("unit").order_by("code")
    return [p for p in found if _touches(p.unit.path or "", scope.paths)]


def _touches(path: str, scope: tuple[str, ...]) -> bool:
    return bool(path) and any(path.startswith(prefix) or prefix.startswith(path) for prefix in scope)


def programme_seen_by(viewer: Viewer, code: str) -> Programme | None:
    """A programme by its code, or null where the viewer may not know of it."""
    return next((programme for programme in programmes_seen_by(viewer) if programme.code == code), None)


def programmes_by_code(viewer: Viewer) -> dict[str, tuple[int, str]]:
    """The id and the name, in the active language, of each programme that the viewer may see, by its code."""
    return {found.code: (found.pk, translated(found.name)) for found in programmes_seen_by(viewer)}


def not_asked_names() -> dict[str, str]:
    """Why somebody was not asked, by code, in the active language."""
    return {reason.value: str(name) for reason, name in REASON_NAMES.items()}


def may_edit(viewer: Viewer, programme: Programme) -> bool:
    """Whether the viewer may edit it and switch it: only where the whole of its unit is theirs."""
    return viewer.scope(EDIT_PROGRAMMES).covers(programme.unit.path or "")


def draft_of(programme: Programme) -> ProgrammeVersion | None:
    """The version that waits to be published."""
    return programme.versions.filter(published_at__isnull=True).order_by("-number").first()


def version_shown(programme: Programme) -> ProgrammeVersion | None:
    """The version in force, else the draft."""
    published = programme.versions.filter(published_at__isnull=False).order_by("-number").first()
    return published or draft_of(programme)


def terms_in_force(programme_id: int) -> ProgrammeTerms:
    """What the published version of a programme says. Raises LookupError where none is published."""
    published = ProgrammeVersion.objects.filter(programme_id=programme_id, published_at__isnull=False)
    version = published.order_by("-number").first()
    if version is None:
        raise LookupError(f"Programme {programme_id} has no published version.")
    return ProgrammeTerms(**{name: getattr(version, name) for name in ProgrammeTerms.__dataclass_fields__})


def decisions(viewer: Viewer, programme: Programme, start: date, end: date) -> QuerySet[Invitation]:
    """The decisions taken from `start` to `end`, both included, about contacts of the viewer's units."""
    scope = viewer.scope(VIEW_PROGRAMMES).rows("unit")
    span = Q(decided_at__gte=midnight(start), decided_at__lt=midnight(end + timedelta(days=1)))
    return Invitation.objects.filter(scope, span, programme=programme)


def tally(rows: QuerySet[Invitation]) -> Tally:
    """Decisions counted by what became of them; messages that did not leave by why, in words. Two queries."""
    by_state: dict[str, dict[str, int]] = {}
    for state, reason, count in rows.order_by().values_list("state", "reason").annotate(n=Count("pk")):
        by_state.setdefault(state, {})[reason] = count
    now = clock.now()
    opened = Q(opened_at__isnull=False)
    answered = opened & ANSWERED
    delivered = rows.filter(state=InvitationState.DELIVERED).aggregate(
        unopened=Count("pk", filter=~opened & Q(expires_at__gte=now)),
        never_opened=Count("pk", filter=~opened & Q(expires_at__lt=now)),
        opened=Count("pk", filter=opened),
        answered=Count("pk", filter=answered),
        completed=Count("pk", filter=answered & Q(response__completed_at__isnull=False)),
    )
    delivered["passed"] = delivered.pop("opened") - delivered["answered"]
    return Tally(
        refused=by_state.get(InvitationState.REFUSED, {}),
        planned=sum(by_state.get(InvitationState.PLANNED, {}).values()),
        sending=sum(by_state.get(InvitationState.SENDING, {}).values()),
        failed=_in_words(by_state.get(InvitationState.FAILED, {})),
        **delivered,
    )


def _in_words(failed: Mapping[str, int]) -> dict[str, int]:
    """Servers say the same in many words: what they come down to is counted."""
    counts: Counter[str] = Counter()
    for reason, count in failed.items():
        counts[str(why_not_sent(reason)).rstrip(".")] += count
    return dict(counts)


DECISION_COLUMNS = {
    "contact_source": F("interaction__source"),
    "contact": F("interaction__external_id"),
    "channel": F("interaction__channel"),
    "unit_code": F("unit__code"),
    "version_number": F("version__number"),
    "answered_at": F("response__answered_at"),
    "completed_at": F("response__completed_at"),
}
DECISION_FIELDS = [
    *("contact_source", "contact", "channel", "unit_code", "version_number", "language", "state", "reason"),
    *("decided_at", "due_at", "sent_at", "opened_at", "answered_at", "completed_at", "expires_at"),
]


def decision_rows(rows: QuerySet[Invitation]) -> Iterator[tuple[Any, ...]]:
    """The decisions for a file, oldest first, in the order of DECISION_FIELDS; no names, no addresses, no words."""
    found = rows.order_by("decided_at", "pk").annotate(**DECISION_COLUMNS)
    return found.values_list(*DECISION_FIELDS).iterator(chunk_size=2000)
