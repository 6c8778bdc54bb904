"""What stands in the masthead, for whom."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import NOBODY, RIGHTS


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the masthead: its title, the URL it leads to, the right it needs, the paths it stands for."""

    title: Any
    url_name: str
    right: str
    prefix: str


ENTRIES = (
    Entry(_("Steering"), "first-page", "indicators.view", "/"),
    Entry(_("Boards"), "board-list", "boards.view", "/boards"),
    Entry(_("Indicators"), "indicator-list", "indicators.view", "/indicators"),
    Entry(_("Journey map"), "journey-map", "indicators.view", "/journeys/map"),
    Entry(_("Channels"), "channel-ranking", "indicators.view", "/channels"),
    Entry(_("Customers"), "customer-list", "journeys.view_customers", "/customers"),
    Entry(_("Journeys"), "journey-list", "journeys.view_journeys", "/journeys"),
    Entry(_("Programmes"), "programme-list", "surveys.view_programmes", "/programmes"),
    Entry(_("Answers"), "answer-list", "surveys.view_answers", "/answers"),
    Entry(_("Outgoing mail"), "outgoing-list", "outreach.view_messages", "/outgoing"),
    Entry(_("Administration"), "administration", "accounts.administer", "/administration"),
    # Where the one before is not open: administrators reach the trail from within.
    Entry(_("Audit trail"), "audit-trail", "accounts.view_audit", "/administration"),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The links of the masthead that the viewer may follow, and where we are."""
    viewer = getattr(request, "viewer", NOBODY)
    links, linked = [], set()
    current = _current_prefix(request.path)
    for entry in ENTRIES:
        right = RIGHTS.get(entry.right)
        if right and viewer.holds(right) and entry.prefix not in linked:
            linked.add(entry.prefix)
            links.append({"title": entry.title, "url": _url(entry), "current": entry.prefix == current})
    return {
        "navigation": links,
        "viewer": viewer,
        "company": settings.ENVIRONMENT.company,
        "demo_mode": settings.ENVIRONMENT.mode == "demo",
    }


def _current_prefix(path: str) -> str:
    """The longest prefix under which a path lies: the map of a journey is not among the pages of journeys."""
    under = [entry.prefix for entry in ENTRIES if entry.prefix != "/" and path.startswith(entry.prefix)]
    return "/" if path == "/" else max(under, key=len, default="")


def _url(entry: Entry) -> str:
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return "#"
