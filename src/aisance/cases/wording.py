"""Cases in words: what is at stake, why something cannot be done, why somebody got a case."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.core.translated import translated

REFUSALS = {
    "unknown": gettext_lazy("There is no such case."),
    "unknown_customer": gettext_lazy("Nobody knows this customer any more."),
    "unknown_unit": gettext_lazy("There is no such unit."),
    "closed": gettext_lazy("The case is closed. Open it again first."),
    "open": gettext_lazy("The case is open."),
    "not_a_person": gettext_lazy("Only a person may do this."),
    "no_words": gettext_lazy("Write a few words."),
    "no_summary": gettext_lazy("Sum up what happened, so that the customer need not tell it again."),
    "promised_in_the_past": gettext_lazy("A promise is for a moment to come."),
    "not_a_status": gettext_lazy("A case is open, or waits for the customer; to close it, say how it ended."),
    "same_case": gettext_lazy("A case cannot be merged with itself."),
    "other_customer": gettext_lazy("The other case is of another customer."),
}
OWNER_REASONS = {
    "chosen": gettext_lazy("the fewest open cases of those who could take it"),
    "by_hand": gettext_lazy("chosen by hand"),
    "assigned": gettext_lazy("assigned by hand"),
    "nobody_there": gettext_lazy("no advisor of the unit is there: it waits in the pool"),
    "nobody_knows": gettext_lazy("nobody there knows about this: it waits in the pool"),
    "nobody_speaks": gettext_lazy("nobody there speaks the language: it waits in the pool"),
    "all_full": gettext_lazy("everybody has as many open cases as they may be handed: it waits in the pool"),
}


def stake_part_words(part: Mapping[str, Any]) -> str:
    """One part of what is at stake, as it is stored: code, weight, values."""
    values = part.get("values", {})
    return translated(values.get("name", {})) or str(values.get("rule", "") or part.get("code", ""))


def refusal_words(reason: str) -> str:
    """Why something cannot be done with a case."""
    known = REFUSALS.get(reason)
    return str(known) if known else _("This cannot be done with this case: %(reason)s.") % {"reason": reason}


def owner_words(data: Mapping[str, Any]) -> str:
    """Why a case has this owner or none, from the data of an entry; empty where it says nothing of it."""
    return str(OWNER_REASONS.get(str(data.get("why", "")), ""))
