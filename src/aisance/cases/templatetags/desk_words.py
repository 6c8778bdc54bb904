"""How the pages of the desk say outcomes, identifiers, durations and what a line of the log holds."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from aisance.cases.contracts import CaseOutcome, CaseStatus, EntryCard, EntryKind
from aisance.cases.desk.wording import OUTCOME_NAMES, STATUS_NAMES, length
from aisance.core.translated import translated
from aisance.customers.contracts import IdentifierKind
from aisance.ui.dates import date_format

register = template.Library()

IDENTIFIER_NAMES = {
    IdentifierKind.EMAIL: pgettext_lazy("identifier", "E-mail address"),
    IdentifierKind.PHONE: pgettext_lazy("identifier", "Telephone"),
    IdentifierKind.EXTERNAL: pgettext_lazy("identifier", "Customer number"),
    IdentifierKind.SOCIAL: pgettext_lazy("identifier", "Social media"),
}


@register.filter
def outcome_name(code: str | None) -> Any:
    """An outcome in words; a dash where there is none."""
    return OUTCOME_NAMES[CaseOutcome(code)] if code else "–"


@register.filter
def identifier_name(kind: IdentifierKind) -> Any:
    return IDENTIFIER_NAMES[kind]


@register.filter
def language_called(code: str) -> str:
    """A language in its own words where we know them, else its code."""
    return dict(settings.LANGUAGES).get(code, code)


@register.filter
def in_words(words: Mapping[str, str]) -> str:
    """What users wrote in several languages; a dash where there is nothing."""
    return translated(words) or "–"


@register.filter
def lasting(duration: timedelta | None) -> str:
    """A duration as people say it; a dash for none."""
    return length(duration)


@register.filter
def entry_details(card: EntryCard) -> str:
    """What a line of the log holds beside its words, after a dot; empty where it is nothing for people."""
    said = _details(card.kind, card.data)
    return f" · {said}" if said else ""


def _details(kind: EntryKind, data: Mapping[str, Any]) -> str:
    if kind is EntryKind.PROMISE:
        return _("until %(when)s") % {"when": _moment(data.get("by"))}
    if kind is EntryKind.CLOSED and data.get("outcome") in CaseOutcome:
        return str(OUTCOME_NAMES[CaseOutcome(data["outcome"])])
    if kind is EntryKind.STATUS and data.get("status") in CaseStatus:
        return str(STATUS_NAMES[CaseStatus(data["status"])])
    return str(data.get("subject") or "")


def _moment(text: Any) -> str:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return "–"
    return date_format(localtime(moment), "j N, H:i")
