"""Reads of a programme's links."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max, Q

from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.surveys.models import OpenLink, Programme, Response
from aisance.surveys.permissions import VIEW_PROGRAMMES


@dataclass(frozen=True, slots=True)
class Taken:
    """What a link took: responses in all and of the last 28 days, those set apart not among them, and the last one."""

    responses: int = 0
    lately: int = 0
    set_apart: int = 0
    last_at: datetime | None = None


def links_seen_by(viewer: Viewer, programme: Programme) -> list[OpenLink]:
    """The links of the viewer's units into a programme, the newest first."""
    rows = programme.links.filter(viewer.scope(VIEW_PROGRAMMES).rows("unit"))
    return list(rows.select_related("unit", "step"))


def link_seen_by(viewer: Viewer, programme: Programme, code: str) -> OpenLink | None:
    """A link by its code, or null where the viewer may not know of it."""
    return next((link for link in links_seen_by(viewer, programme) if link.code == code), None)


def taken_by(link_ids: list[int]) -> Mapping[int, Taken]:
    """What each of these links took. One query."""
    counts = Q(set_apart="")
    recent = Q(answered_at__gte=clock.now() - timedelta(days=28))
    rows = (
        Response.objects.filter(link_id__in=link_ids)
        .values("link_id")
        .annotate(
            responses=Count("pk", filter=counts),
            lately=Count("pk", filter=counts & recent),
            apart=Count("pk", filter=~counts),
            last_at=Max("answered_at", filter=counts),
        )
    )
    found = {r["link_id"]: Taken(r["responses"], r["lately"], r["apart"], r["last_at"]) for r in rows}
    return {pk: found.get(pk, Taken()) for pk in link_ids}


def address_of(code: str) -> str:
    """The whole address behind a link's code: what a QR code holds."""
    return f"{settings.ENVIRONMENT.base_url}/l/{code}/"
