"""What is said of consents to people."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.consent.contracts import EVERY, ConsentChannel, ConsentReason, Level, Wish
from aisance.consent.models import Entry

REASONS = {
    ConsentReason.WITHDRAWN: _("The customer said stop."),
    ConsentReason.REFUSED: _("The customer said no."),
    ConsentReason.PAUSED: _("The customer asked for a pause."),
    ConsentReason.NO_CONSENT: _("The customer has not said yes, and silence means no here."),
    ConsentReason.OTHER_ADDRESS: _("The customer said yes for another address."),
    ConsentReason.UNKNOWN_PURPOSE: _("There is no such purpose."),
    ConsentReason.RESTRICTED: _("The customer asked that their data be kept and not used."),
    ConsentReason.UNKNOWN_CUSTOMER: _("There is no such customer."),
    ConsentReason.TOO_WIDE: _("A yes names one purpose and one channel."),
    ConsentReason.UNKNOWN_NOTICE: _("There is no such version of the notice."),
    ConsentReason.NO_END: _("A pause needs an end."),
}

CHANNELS = {
    ConsentChannel.EMAIL: pgettext_lazy("consent channel", "E-mail"),
    ConsentChannel.SMS: pgettext_lazy("consent channel", "Text message"),
    ConsentChannel.PHONE: pgettext_lazy("consent channel", "Telephone"),
    ConsentChannel.LETTER: pgettext_lazy("consent channel", "Letter"),
}

LEVELS = {
    Level.UNKNOWN: pgettext_lazy("consent level", "Unknown"),
    Level.IDENTIFIED: pgettext_lazy("consent level", "Identified, without opt-in"),
    Level.OPTED_IN: pgettext_lazy("consent level", "Opt-in"),
    Level.CONFIRMED: pgettext_lazy("consent level", "Confirmed opt-in"),
}

WISHES = {
    "": _("As it comes"),
    Wish.WEEKLY: _("Once a week at most"),
    Wish.MONTHLY: _("Once a month at most"),
    Wish.QUARTERLY: _("Once in three months at most"),
}


def reason_words(reason: str) -> object:
    """A reason for people; a code that is not ours as it is."""
    return REASONS[ConsentReason(reason)] if reason in set(ConsentReason) else reason


def entry_words(entry: Entry, names: Mapping[str, str]) -> str:
    """One entry in a sentence for whoever said it; `names` are those of the purposes."""
    about = _("everything but legal and service messages") if entry.purpose == EVERY else ""
    parts = [
        str(entry.get_act_display()),
        str(about or names.get(entry.purpose, entry.purpose)) if entry.act != Entry.Act.WISHED else "",
        str(CHANNELS[ConsentChannel(entry.channel)]) if entry.channel in set(ConsentChannel) else "",
        str(WISHES[Wish(entry.wish)] if entry.wish else WISHES[""]) if entry.act == Entry.Act.WISHED else "",
        str(entry.get_method_display()),
    ]
    return " · ".join(part for part in parts if part)
