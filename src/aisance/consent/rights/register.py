"""The register of processing activities (article 30), made from what the product holds and what it is joined to."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.consent.models import Purpose
from aisance.consent.public import purposes
from aisance.consent.rights.permissions import handles_requests
from aisance.consent.rights.retention import every_keeping
from aisance.core.permissions import Viewer
from aisance.core.translated import translated
from aisance.customers.public import field_cards


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of the register."""

    title: str
    purpose: str
    legal_basis: str
    categories: str
    recipients: str
    keep_days: int | None


@dataclass(frozen=True, slots=True)
class Integration:
    """A system of others that data go to or come from, as it is set."""

    name: str
    what: str


def activities(viewer: Viewer) -> list[Activity]:
    """What is kept, what for and on what ground; what messages are for; what customers are asked about themselves."""
    handles_requests(viewer)
    return [*_holdings(), *_purposes(), *_fields()]


def _holdings() -> list[Activity]:
    return [
        Activity(
            str(keeping.holding.title),
            str(keeping.holding.purpose),
            str(keeping.holding.legal_basis),
            _("Customers"),
            ", ".join(str(one) for one in keeping.holding.recipients),
            keeping.days,
        )
        for keeping in every_keeping()
    ]


READ_BY = {
    "segment": gettext_lazy("Inside the company: the segment %(name)s"),
    "template": gettext_lazy("Inside the company: the messages %(name)s"),
    "routing": gettext_lazy("Inside the company: the routing %(name)s"),
    "legal_duty": gettext_lazy("Whom the law names: %(name)s"),
}
"""Who gets to read what customers told of themselves."""


def _purposes() -> list[Activity]:
    return [
        Activity(
            _("Messages: %(name)s") % {"name": translated(card.name)},
            translated(card.words),
            str(Purpose.Basis(card.legal_basis.value).label),
            _("Customers who may be written to for this"),
            "",
            None,
        )
        for card in purposes()
    ]


def _fields() -> list[Activity]:
    return [
        Activity(
            _("Profile field: %(name)s") % {"name": translated(card.name)},
            translated(card.purpose),
            _("Mandatory for its use") if card.is_mandatory else _("Free to give"),
            _("Customers who gave it"),
            str(READ_BY[card.use] % {"name": card.use_name}),
            card.keep_days,
        )
        for card in field_cards()
    ]


def integrations(viewer: Viewer) -> list[Integration]:
    """The systems that this installation is joined to, by its settings; no passwords."""
    handles_requests(viewer)
    found: dict[str, Any] = {
        _("Mail server"): settings.ENVIRONMENT.smtp_url and _("Messages to customers leave by it."),
        _("Mail provider %(name)s") % {"name": settings.ENVIRONMENT.mail_provider}: settings.ENVIRONMENT.mail_provider
        and _("Messages to customers leave by it; it reports what became of them."),
        _("Text messages"): settings.ENVIRONMENT.sms_url and _("Texts leave by it, and customers’ answers come by it."),
        _("Telephone"): settings.ENVIRONMENT.voice_secret and _("Answers given by telephone come by it."),
        _("Engine for figures"): settings.ENVIRONMENT.engine != "duckdb" and _("It reads facts without names."),
    }
    return [Integration(name, str(what)) for name, what in found.items() if what]
