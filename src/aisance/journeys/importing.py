"""Interactions from files."""

from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Viewer
from aisance.intake.contracts import Column, ColumnKind, Fate, ImportKind, Refusal, Values
from aisance.intake.public import offer
from aisance.journeys.contracts import INTERACTION_COLUMNS, InteractionDraft
from aisance.journeys.public import ensure_reasons, parse_interaction, record_interactions

REQUIRED = {"source", "external_id", "channel", "started_at"}
KINDS = {
    **dict.fromkeys(("started_at", "promised_by", "done_at"), ColumnKind.MOMENT),
    **dict.fromkeys(("wait_seconds", "handling_seconds"), ColumnKind.SECONDS),
}

DESCRIPTIONS = {
    "source": _("The system that tells of it, at most 60 characters."),
    "external_id": _("Its number in that system, at most 120 characters; unique together with the source."),
    "customer_external": _("The customer's number in the company's systems."),
    "customer_email": _("The customer's e-mail address."),
    "customer_phone": _("The customer's telephone number; without a prefix it belongs to the country of the settings."),
    "customer_social": _("The customer's handle on a social network."),
    "customer_name": _("The customer's name, at most 160 characters."),
    "channel": _("One of: phone, ivr, email, web, selfcare, chat, sms, social, letter, shop."),
    "direction": _("inbound (the customer began; taken where it is missing) or outbound."),
    "step": _("The code of a step of a journey."),
    "reason": _("The code of a contact reason."),
    "unit": _("The code of the unit that dealt with it; the company where it is missing."),
    "advisor": _("The code of the advisor; an unknown one is added."),
    "language": _("The language spoken, as fr, en or nl-be."),
    "started_at": _("When it began: a date and time."),
    "wait_seconds": _("How long the customer waited, in seconds or as h:m:s."),
    "handling_seconds": _("How long it was dealt with, in seconds or as h:m:s."),
    "outcome": _("One of: answered, resolved, transferred, abandoned, left; empty while it lasts."),
    "promised_by": _("Until when an answer was promised, for written channels; a date and time."),
    "done_at": _("When the answer was given, for written channels; a date and time."),
}


class InteractionImporter:
    """Reads rows by the rule that the API has too, and records them in batches."""

    def parse(self, values: Values) -> InteractionDraft | Refusal:
        return parse_interaction(values, zone=timezone.get_default_timezone())

    def record(self, drafts: Sequence[InteractionDraft], *, by: Viewer) -> list[Fate | Refusal]:
        recorded = record_interactions(drafts, by=by)
        return [item.problems if item.status == "refused" else Fate(item.status) for item in recorded]


def _add_reasons(names: Mapping[str, Mapping[str, str]], by: Viewer) -> None:
    words = {
        code: {language: text for language, text in held.items() if language != "parent"}
        for code, held in names.items()
    }
    parents = {code: held["parent"] for code, held in names.items() if "parent" in held}
    ensure_reasons(words, by=by, parents=parents)


def _columns() -> tuple[Column, ...]:
    return tuple(
        Column(name, DESCRIPTIONS[name], name in REQUIRED, KINDS.get(name, ColumnKind.TEXT))
        for name in INTERACTION_COLUMNS
        if not name.endswith("*")
    )


INTERACTIONS = offer(
    ImportKind("interactions", _columns(), InteractionImporter, attributes=True, add_reasons=_add_reasons)
)
