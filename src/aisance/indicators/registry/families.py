"""The indicators in groups, so that thirty of them are not a wall wherever one is chosen."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.indicators.contracts import Definition
from aisance.indicators.registry import definitions
from aisance.indicators.registry.answers import ANSWER_INDICATORS
from aisance.indicators.registry.calls import CALL_INDICATORS
from aisance.indicators.registry.composites import COMPOSITE_INDICATORS
from aisance.indicators.registry.contacts import CONTACT_INDICATORS
from aisance.indicators.registry.effort import EFFORT_INDICATORS
from aisance.indicators.registry.reviews import REVIEW_INDICATORS


@dataclass(frozen=True, slots=True)
class Family:
    """Indicators that belong together, and what to know before one of them is chosen."""

    title: Any
    note: Any
    members: tuple[Definition, ...]


OWN_TITLE = _("Our own")
OWN_NOTE = _("Defined by ourselves on our own questions or the usual ones.")

BUILT_IN_FAMILIES = (
    Family(_("Asked in one question"), _("Each customer answers one question after a contact."), ANSWER_INDICATORS),
    Family(
        _("Effort"),
        _("Three scales, three readings of each: choose one and keep to it, no two of them can be compared."),
        EFFORT_INDICATORS,
    ),
    Family(
        _("Several questions, and employees"),
        _("What several questions say together, and what those say who serve."),
        COMPOSITE_INDICATORS,
    ),
    Family(_("Telephone"), _("Measured on every call; nobody is asked."), CALL_INDICATORS),
    Family(
        _("Contacts and surveys"),
        _("Read off the contacts on every channel, and off the invitations sent."),
        CONTACT_INDICATORS,
    ),
    Family(
        _("Public reviews"),
        _("What people publish elsewhere; nobody is asked, so it stands beside the surveys and never among them."),
        REVIEW_INDICATORS,
    ),
)


def families() -> list[Family]:
    """Every approved indicator in its group; the own ones last, where there are any."""
    theirs = tuple(entry for entry in definitions() if entry.is_own)
    return [*BUILT_IN_FAMILIES, *([Family(OWN_TITLE, OWN_NOTE, theirs)] if theirs else [])]


def grouped_choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """The names and titles of all of them, by group, as a list to choose from takes them."""
    return [(family.title, [(entry.name, entry.title) for entry in family.members]) for family in families()]
