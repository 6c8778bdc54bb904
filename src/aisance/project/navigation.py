"""What stands in the masthead, for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.cases.public import gestures_to_answer, late_cases, mail_to_sort
from aisance.core.permissions import NOBODY, RIGHTS, Viewer


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: its title, the URL it leads to, the right it needs, the paths it stands for.

    `waits` counts what waits there for a viewer, shown beside the title where it is more than nothing.
    """

    title: Any
    url_name: str
    right: str
    prefix: str
    waits: Callable[[Viewer], int] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """What a person does at one time, and the pages for it. A section leads to its first page that is open to them."""

    title: Any
    entries: tuple[Entry, ...]


SECTIONS = (
    Section(
        _("Steering"),
        (
            Entry(_("Overview"), "first-page", "indicators.view", "/"),
            Entry(_("Boards"), "board-list", "boards.view", "/boards"),
            Entry(_("Indicators"), "indicator-list", "indicators.view", "/indicators"),
            Entry(_("Journey map"), "journey-map", "indicators.view", "/journeys/map"),
            Entry(_("Channels"), "channel-ranking", "indicators.view", "/channels"),
        ),
    ),
    Section(
        _("Listening"),
        (
            Entry(_("Answers"), "answer-list", "surveys.view_answers", "/answers"),
            Entry(_("Themes"), "theme-list", "verbatims.view", "/words"),
            Entry(_("Code book"), "book", "verbatims.edit_book", "/words/book"),
            Entry(_("Programmes"), "programme-list", "surveys.view_programmes", "/programmes"),
            Entry(_("Questionnaires"), "questionnaire-list", "questionnaires.view", "/questionnaires"),
            Entry(_("Who was not asked"), "asked", "indicators.view_asked", "/asked"),
            Entry(_("Outgoing messages"), "outgoing-list", "outreach.view_messages", "/outgoing"),
            Entry(_("Contact pressure"), "pressure", "outreach.view_pressure", "/outreach/pressure"),
        ),
    ),
    Section(
        pgettext_lazy("section", "Acting"),
        (
            Entry(pgettext_lazy("navigation", "Cases"), "case-queue", "cases.view", "/cases", late_cases),
            Entry(pgettext_lazy("navigation", "Team"), "case-team", "cases.assign", "/cases/team"),
            Entry(_("Mail to sort"), "mail-list", "cases.assign", "/acting/mail", mail_to_sort),
            Entry(_("Gestures"), "gesture-requests", "gestures.grant", "/acting/gestures", gestures_to_answer),
            Entry(_("Gestures"), "gesture-list", "gestures.view", "/acting/gestures"),
            Entry(_("Happy customers"), "promoter-list", "advocacy.view_promoters", "/promoters"),
            Entry(_("Praise"), "praise-list", "advocacy.view_praise", "/praise"),
            Entry(_("Ideas"), "idea-list", "advocacy.view_ideas", "/acting/ideas"),
            Entry(_("Win back"), "win-back-list", "advocacy.view_win_backs", "/win-back"),
        ),
    ),
    Section(
        pgettext_lazy("section", "Improving"),
        (
            Entry(pgettext_lazy("navigation", "Causes"), "cause-list", "improvement.view_causes", "/causes"),
            Entry(pgettext_lazy("navigation", "Plans"), "plan-list", "improvement.view_plans", "/plans"),
            Entry(_("What gets in the way"), "inner-list", "improvement.report_inner", "/inner"),
            Entry(_("Partners"), "partner-list", "improvement.view_partners", "/partners"),
        ),
    ),
    Section(
        pgettext_lazy("section", "Customers"),
        (
            Entry(_("Customers"), "customer-list", "journeys.view_customers", "/customers"),
            Entry(_("One person or two?"), "identity-review", "customers.judge_identity", "/customers/review"),
            Entry(_("Segments"), "segment-list", "customers.view_segments", "/customers/segments"),
            Entry(_("Imports"), "import-list", "customers.import", "/customers/import"),
            Entry(_("Contacts"), "contact-list", "journeys.view_contacts", "/contacts"),
            Entry(_("Consents"), "consent-ledger", "consent.view_ledger", "/consent"),
            Entry(_("Data protection"), "request-list", "consent.handle_requests", "/data-protection"),
            Entry(_("Profile fields"), "profile-fields", "customers.view_fields", "/customers/fields"),
            Entry(_("Collecting"), "profile-collecting", "customers.view_fields", "/customers/collecting"),
            Entry(_("Sensitive notes"), "notes-sensitive", "customers.review_book", "/customers/book"),
        ),
    ),
    Section(
        _("Settings"),
        (
            Entry(_("Journeys"), "journey-list", "journeys.view_journeys", "/journeys"),
            Entry(_("Reply templates"), "reply-templates", "cases.set_templates", "/cases/templates"),
            Entry(_("Alert rules"), "alert-rules", "cases.set_rules", "/acting/rules"),
            Entry(_("Working hours"), "hours-list", "cases.set_rules", "/acting/hours"),
            Entry(_("Who does what"), "work-people", "cases.assign", "/acting/people"),
            Entry(_("Desks of others"), "desk-list", "cases.set_rules", "/acting/desks"),
            Entry(_("Advisors"), "advisor-names", "journeys.name_advisors", "/advisors"),
            Entry(_("Administration"), "administration", "accounts.administer", "/administration"),
            # Where the one before is not open: administrators reach the trail from within.
            Entry(_("Audit trail"), "audit-trail", "accounts.view_audit", "/administration"),
        ),
    ),
)
ENTRIES = tuple(entry for section in SECTIONS for entry in section.entries)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The sections and pages of the masthead that the viewer may follow, and where we are."""
    viewer = getattr(request, "viewer", NOBODY)
    current = _current_prefix(request.path)
    sections = []
    for section in SECTIONS:
        links = _links(section, viewer, current)
        if links:
            here = any(link["current"] for link in links)
            waits = sum(link["waits"] for link in links)
            sections.append(
                {"title": section.title, "url": links[0]["url"], "current": here, "links": links, "waits": waits}
            )
    return {
        "navigation": sections,
        "pages_here": next((entry["links"] for entry in sections if entry["current"]), []),
        "viewer": viewer,
        "company": settings.ENVIRONMENT.company,
        "demo_mode": settings.ENVIRONMENT.mode == "demo",
    }


def _links(section: Section, viewer: Viewer, current: str) -> list[dict[str, Any]]:
    links: dict[str, dict[str, Any]] = {}
    for entry in section.entries:
        right = RIGHTS.get(entry.right)
        if right and viewer.holds(right) and entry.prefix not in links:
            links[entry.prefix] = {
                "title": entry.title,
                "url": _url(entry),
                "current": entry.prefix == current,
                "waits": entry.waits(viewer) if entry.waits else 0,
            }
    return list(links.values())


def _current_prefix(path: str) -> str:
    """The longest prefix under which a path lies: the map of a journey is not among the pages of journeys."""
    under = [entry.prefix for entry in ENTRIES if entry.prefix != "/" and path.startswith(entry.prefix)]
    return "/" if path == "/" else max(under, key=len, default="")


def _url(entry: Entry) -> str:
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return "#"
