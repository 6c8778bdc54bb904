"""Rules and verdicts of pressure in words."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.utils.translation import pgettext_lazy as pgettext

from aisance.consent.public import purposes
from aisance.core.translated import translated
from aisance.outreach.contracts import MessageChannel, MessageClass
from aisance.outreach.pressure.contracts import About, Effect, Per, Rule, RuleCard, RuleKind
from aisance.outreach.pressure.queries import rule_cards
from aisance.ui.numbers import number

CLASS_NAMES = {
    MessageClass.LEGAL: pgettext("message class", "legal messages"),
    MessageClass.SERVICE: pgettext("message class", "service messages"),
    MessageClass.SURVEY: pgettext("message class", "surveys"),
    MessageClass.MARKETING: pgettext("message class", "marketing"),
}
CHANNEL_NAMES = {
    MessageChannel.EMAIL: gettext_lazy("E-mail"),
    MessageChannel.SMS: gettext_lazy("SMS"),
    MessageChannel.NULL: gettext_lazy("On trial"),
    MessageChannel.WIDGET: gettext_lazy("Widget of a web page"),
}
VERDICTS = {
    "allowed": pgettext("one customer", "Asked"),
    "later": pgettext("one customer", "Waits"),
    "refused": pgettext("one customer", "Not asked"),
    "withdrawn": pgettext("one customer", "Withdrawn"),
}
KIND_HELP = {
    RuleKind.CAP: gettext_lazy("A customer gets at most so many messages in any so many days."),
    RuleKind.APART: gettext_lazy("A programme stays so many days away from another one, before and after it."),
    RuleKind.HOLD: gettext_lazy("A customer with an open case, or the like, is left in peace until it is over."),
    RuleKind.RESERVE: gettext_lazy("A programme that waits for a customer, or is due soon, finds its place free."),
}


PURPOSE_NAMES = {"cases": pgettext("purpose of a message", "An open matter")}
"""What customers do not choose, and is therefore no purpose of the ledger of consent."""


def purpose_names() -> dict[str, Any]:
    """What messages are for, by code, as the ledger of consent names it."""
    return {card.code: translated(card.name) for card in purposes(also_unused=True)} | PURPOSE_NAMES


def name_of(card: RuleCard) -> str:
    """What a rule is called, in the reader's language; its code where nobody named it."""
    return translated(card.name) or card.rule.code


def names_of_rules(cards: Iterable[RuleCard]) -> dict[str, str]:
    """The names of rules by code."""
    return {card.rule.code: name_of(card) for card in cards}


def rule_names() -> dict[str, str]:
    """The name of every rule by its code, in the reader's language."""
    return names_of_rules(rule_cards())


def sentence(rule: Rule) -> str:
    """What a rule says, in one sentence."""
    says = {RuleKind.CAP: _cap, RuleKind.APART: _apart, RuleKind.HOLD: _hold, RuleKind.RESERVE: _reserve}[rule.kind](
        rule
    )
    return f"{says} {_effect(rule)}"


def _days(days: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": number(days)}


def _cap(rule: Rule) -> str:
    words = ngettext(
        "At most %(n)s message in %(days)s to a customer: %(about)s.",
        "At most %(n)s messages in %(days)s to a customer: %(about)s.",
        rule.limit,
    )
    told = words % {"n": number(rule.limit), "days": _days(rule.days), "about": about_words(rule.about)}
    return f"{told} {_PER[rule.per]}" if rule.per in _PER else told


_PER = {
    Per.PROGRAMME: gettext_lazy("Each programme is counted by itself."),
    Per.FAMILY: gettext_lazy("Each family of programmes is counted by itself."),
    Per.CHANNEL: gettext_lazy("Each channel is counted by itself."),
}


def _apart(rule: Rule) -> str:
    words = {"days": _days(rule.days), "other": rule.other, "about": about_words(rule.about)}
    return _("Not within %(days)s before or after a message of %(other)s: %(about)s.") % words


def _hold(rule: Rule) -> str:
    about = about_words(rule.about)
    if rule.codes:
        words = {"about": about, "codes": ", ".join(sorted(rule.codes))}
        return _("Not while the customer is on hold for %(codes)s: %(about)s.") % words
    return _("Not while the customer is on hold: %(about)s.") % {"about": about}


def _reserve(rule: Rule) -> str:
    words = {"about": about_words(rule.about), "days": _days(rule.days)}
    told = _("Room is kept for what waits for the customer and comes within %(days)s: %(about)s.") % words
    if rule.every_days:
        due = _("It is due %(days)s after the last one.") % {"days": _days(rule.every_days)}
        return f"{told} {due}"
    return told


def _effect(rule: Rule) -> str:
    if rule.effect == Effect.REFUSE:
        return _("What it holds back is not sent.")
    return _("What it holds back waits.")


def about_words(about: About) -> str:
    """Which messages a rule is about."""
    words = [", ".join(str(CLASS_NAMES[one]) for one in MessageClass if one in about.classes) or _("all messages")]
    if about.family:
        words.append(_("of the family %(name)s") % {"name": about.family})
    if about.programme:
        words.append(_("of the programme %(name)s") % {"name": about.programme})
    if about.channel:
        words.append(_("by %(channel)s") % {"channel": channel_name(about.channel)})
    return " ".join(words)


def channel_name(code: str) -> str:
    """A message channel in words; the code of one that there is no more."""
    return str(CHANNEL_NAMES[MessageChannel(code)]) if code in MessageChannel else code
