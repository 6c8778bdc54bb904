"""Reads of responses that count in no figure."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Viewer
from aisance.surveys.collection.contracts import Apart
from aisance.surveys.contracts import ProgrammeKind
from aisance.surveys.models import Response
from aisance.surveys.permissions import SORT_ANSWERS

APART_NAMES: dict[str, Any] = {
    Apart.TRAP: _("A field was filled in that no person sees"),
    Apart.TOO_FAST: _("Answered faster than anybody can read"),
    Apart.SCANNER: _("Sent by a programme that follows links by itself"),
    Apart.BURST: _("Many responses from one address within ten minutes"),
    Apart.SAME_WORDS: _("The same words again and again"),
    Apart.BY_HAND: _("Set apart by hand"),
}


def responses_apart(viewer: Viewer, why: str = "") -> QuerySet[Response]:
    """The responses set apart in the viewer's units, the newest first; those of one reason where it is given."""
    rows = Response.objects.filter(viewer.scope(SORT_ANSWERS).rows("unit")).exclude(set_apart="")
    rows = rows.exclude(kind=ProgrammeKind.EMPLOYEE).order_by("-set_apart_at", "-pk")
    return rows.filter(set_apart=why) if why in APART_NAMES else rows


def may_sort(viewer: Viewer) -> bool:
    """Whether the viewer may set responses apart at all."""
    return viewer.holds(SORT_ANSWERS)


def response_to_sort(viewer: Viewer, response_id: int) -> Response | None:
    """One response that the viewer may set apart or bring back."""
    rows = Response.objects.filter(viewer.scope(SORT_ANSWERS).rows("unit")).exclude(kind=ProgrammeKind.EMPLOYEE)
    return rows.filter(pk=response_id).first()
