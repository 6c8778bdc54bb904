"""Single decisions as a page lists them: which contact, asked or not, why. No names, no addresses, no words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from aisance.accounts.public import units_in
from aisance.core.permissions import Viewer
from aisance.surveys.contracts import InvitationState, NotAskedReason
from aisance.surveys.models import Invitation
from aisance.surveys.models.invitations import ANSWERED
from aisance.surveys.permissions import VIEW_PROGRAMMES

_SENT = [InvitationState.SENDING, InvitationState.DELIVERED, InvitationState.FAILED]

FATES: Mapping[str, Q] = {
    "": Q(),
    "invited": Q(state__in=_SENT),
    "answered": Q(state__in=_SENT) & ANSWERED,
    "silent": Q(state=InvitationState.DELIVERED) & ~ANSWERED,
    "planned": Q(state=InvitationState.PLANNED),
    **{reason.value: Q(state=InvitationState.REFUSED, reason=reason.value) for reason in NotAskedReason},
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Decisions of these days, both included; empty words keep all. `exactly` leaves out the units below `unit`."""

    start: date
    end: date
    programme: str = ""
    unit: str = ""
    exactly: bool = False
    advisor: str = ""
    fate: str = ""


def decisions_wanted(viewer: Viewer, asked: Wanted) -> QuerySet[Invitation]:
    """The decisions about contacts of the viewer's units, newest first. LookupError for a unit not known to them."""
    rows = Invitation.objects.filter(
        viewer.scope(VIEW_PROGRAMMES).rows("unit"), FATES[asked.fate], day__gte=asked.start, day__lte=asked.end
    )
    if asked.programme:
        rows = rows.filter(programme__code=asked.programme)
    if asked.advisor:
        rows = rows.filter(interaction__advisor__code=asked.advisor)
    if asked.unit:
        rows = rows.filter(_unit(viewer, asked))
    return rows.order_by("-decided_at", "-pk")


def _unit(viewer: Viewer, asked: Wanted) -> Q:
    known = {unit.code: unit for unit in units_in(viewer.scope(VIEW_PROGRAMMES))}
    if asked.unit not in known:
        raise LookupError(asked.unit)
    unit = known[asked.unit]
    return Q(unit=unit.id) if asked.exactly else Q(unit__path__startswith=unit.path)


LISTED = {
    "contact_source": F("interaction__source"),
    "contact": F("interaction__external_id"),
    "channel": F("interaction__channel"),
    "advisor": F("interaction__advisor__name"),
    "unit_name": F("unit__name"),
    "programme_name": F("programme__name"),
    "answered_at": F("response__answered_at"),
}


def as_listed(rows: Any) -> list[dict[str, Any]]:
    """A slice of decisions, as a page shows them."""
    return list(rows.annotate(**LISTED).values(*LISTED, "decided_at", "state", "reason", "opened_at"))
