"""What the page says: signs, verdicts and what to try, in words that accuse nobody."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language_info, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from aisance.indicators.asked.account import Account
from aisance.indicators.asked.reading import HOUR_CUTS
from aisance.indicators.asked.silence import Reply
from aisance.journeys.public import channel_names
from aisance.ui.numbers import shown_with_unit

SIGN_NAMES = {
    "any_kind": gettext_lazy("of kinds that customers of other units find hard"),
    "kind": gettext_lazy("of kinds found hard elsewhere, on the same channel"),
    "handling": gettext_lazy("that took long"),
    "waiting": gettext_lazy("with a long wait"),
    "outcome": gettext_lazy("given up or passed on"),
}
"""What stands after "contacts"."""

VERDICTS = {
    "to_verify": gettext_lazy("to verify"),
    "nothing": gettext_lazy("nothing established"),
    "untold": gettext_lazy("cannot be told"),
}

DIMENSION_NAMES = {
    "channel": gettext_lazy("Channel of the contact"),
    "route": gettext_lazy("Sent by"),
    "hour": gettext_lazy("Hour sent"),
    "weekday": pgettext_lazy("dimension", "Weekday sent"),
    "language": gettext_lazy("Language"),
    "segment": gettext_lazy("Customer segment"),
}

WEEKDAYS = (
    pgettext_lazy("weekday in a list", "Monday"),
    pgettext_lazy("weekday in a list", "Tuesday"),
    pgettext_lazy("weekday in a list", "Wednesday"),
    pgettext_lazy("weekday in a list", "Thursday"),
    pgettext_lazy("weekday in a list", "Friday"),
    pgettext_lazy("weekday in a list", "Saturday"),
    pgettext_lazy("weekday in a list", "Sunday"),
)

ROUTES = {"email": gettext_lazy("E-mail"), "sms": gettext_lazy("SMS")}

BETTER = {
    "route": gettext_lazy("Try %(name)s first where a customer can be reached by both:"),
    "hour": gettext_lazy("Try to send from %(name)s:"),
    "weekday": gettext_lazy("Try to send on this day, %(name)s:"),
}
WORSE = {
    "channel": gettext_lazy("After contacts on this channel, %(name)s, try another route or fewer questions:"),
    "route": gettext_lazy("Try another route than %(name)s:"),
    "hour": gettext_lazy("Try other hours than %(name)s:"),
    "weekday": gettext_lazy("Try other days than %(name)s:"),
    "language": gettext_lazy("Have the texts in this language, %(name)s, read again by somebody who speaks it:"),
    "segment": gettext_lazy("Try another subject or another route for the segment %(name)s:"),
}


def headline(account: Account) -> str:
    """The page in one sentence."""
    found = account.to_verify
    if len(found) == 1:
        return _("%(name)s is to verify: whom it leaves out goes with how the contact went.") % {"name": found[0].name}
    if found:
        words = ngettext("%(n)s place is to verify.", "%(n)s places are to verify.", len(found))
        return words % {"n": len(found)}
    if not account.tests:
        return _("Too few contacts to tell whether being asked depends on how the contact went.")
    return _("Nothing says that being asked depends on how the contact went.")


def value_name(reply: Reply) -> str:
    """A value of a dimension as a person reads it."""
    if reply.dimension == "hour":
        return _hours(int(reply.value))
    if reply.dimension == "weekday":
        return str(WEEKDAYS[int(reply.value) - 1])
    if reply.dimension == "language":
        return _language(reply.value)
    names: Mapping[str, Any] = channel_names() if reply.dimension == "channel" else ROUTES
    return str(names.get(reply.value, reply.value))


def _hours(band: int) -> str:
    edges = (0, *HOUR_CUTS, 24)
    return _("%(from)s:00 to %(to)s:00") % {"from": edges[band], "to": edges[band + 1]}


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def what_to_try(found: Sequence[Reply]) -> list[tuple[str, str]]:
    """For each established difference that suggests something, what to try and why; the largest first."""
    pairs = []
    for reply in found:
        words = (BETTER if (reply.difference or 0.0) > 0 else WORSE).get(reply.dimension)
        if words:
            pairs.append((str(words) % {"name": value_name(reply)}, _why(reply)))
    return pairs


def _why(reply: Reply) -> str:
    shares = {
        "here": shown_with_unit(reply.share.value, "%"),
        "there": shown_with_unit(reply.others.value, "%"),
        "n": reply.share.n,
    }
    return _("%(here)s answer (n = %(n)s), %(there)s of all others.") % shares


CAUTION = gettext_lazy(
    "A difference is no proof of intent. Tools that know callers on some lines only, a team with customers of its own, "
    "a form that hides the address: verify these first, with the people concerned."
)
