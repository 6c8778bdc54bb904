"""What is said of decisions to people."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.consent.public import reason_words

REFUSALS: Mapping[str, Any] = {
    "asked_within_a_year": _("Asked within the last 12 months."),
    "open_case": _("A case is open: first things first."),
    "unknown_customer": _("This customer is not known any more."),
    "under_pressure": _("Contacted often enough these days. Try again in a while."),
    "no_address": _("No e-mail address is known."),
    "asked_to_stop": _("The customer wants no such messages."),
    "bounced": _("Their e-mail address reaches nobody."),
    "no_consent": _("They have not agreed to be asked."),
    "less_often": _("They wish to hear from us less often."),
    "restricted": _("Their data may be kept and not used."),
    "place_not_allowed": _("The customer did not allow this place."),
    "not_in_this_state": _("This changed meanwhile. Look again."),
    "not_asked": _("This changed meanwhile. Look again."),
    "gesture_off": _("This gesture is not in the catalogue any more."),
    "gesture_amount": _("The catalogue does not allow this amount."),
    "gesture_no_autonomy": _("You may not grant this gesture yourself, so you cannot promise it."),
    "gesture_over_autonomy": _("This is above what you may grant yourself, so you cannot promise it."),
    "gesture_over_budget": _("Your budget has no room left for it."),
    "gesture_over_unit_budget": _("The budget of the company has no room left for it."),
    "nobody": _("Nobody is left to ask."),
    "started": _("It has started already."),
    "asked_meanwhile": _("Somebody asks one of them at this very moment. Try again."),
    "declined_without_reason": _("Say why."),
    "into_itself": _("An idea cannot be merged into itself."),
}


def refusal_words(reason: str) -> Any:
    """A reason for people; of outreach and consent in their words, else the code."""
    return REFUSALS.get(reason) or reason_words(reason)
