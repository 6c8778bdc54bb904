"""Fields, ways and notes in words."""

from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.utils.translation import pgettext_lazy as pgettext

from aisance.core.translated import translated
from aisance.customers.profile.contracts import FieldCard, FieldKind, Purpose, Subject, Use, Way
from aisance.ui.dates import date_format
from aisance.ui.numbers import number

KIND_NAMES = {
    FieldKind.TEXT: pgettext("field", "Words"),
    FieldKind.CHOICE: pgettext("field", "A choice"),
    FieldKind.NUMBER: pgettext("field", "A number"),
    FieldKind.DATE: pgettext("field", "A day"),
    FieldKind.YES_NO: pgettext("field", "Yes or no"),
}
USE_NAMES = {
    Use.SEGMENT: pgettext("use", "a segment"),
    Use.TEMPLATE: pgettext("use", "a template"),
    Use.ROUTING: pgettext("use", "a routing"),
    Use.LEGAL_DUTY: pgettext("use", "a duty by law"),
}
WAY_NAMES = {
    Way.QUESTIONNAIRE: pgettext("way of collecting", "Question asked"),
    Way.SERVICE: pgettext("way of collecting", "Service in exchange"),
    Way.LISTENING: pgettext("way of collecting", "Active listening"),
}
WAY_HELP = {
    Way.QUESTIONNAIRE: gettext_lazy("One question at the end of a contact or of a questionnaire, with what it is for."),
    Way.SERVICE: gettext_lazy("The customer chooses a service, sees what it needs and why, and gives that."),
    Way.LISTENING: gettext_lazy("Nothing is asked: the advisor notes in the client book what the customer said."),
}
SUBJECT_NAMES = {
    Subject.NEED: pgettext("subject of a note", "A need"),
    Subject.PREFERENCE: pgettext("subject of a note", "A preference"),
    Subject.EVENT: pgettext("subject of a note", "An event in life"),
    Subject.COMPLAINT: pgettext("subject of a note", "A complaint"),
    Subject.PRAISE: pgettext("subject of a note", "A praise"),
    Subject.OTHER: pgettext("subject of a note", "Something else"),
}
PURPOSE_NAMES = {
    Purpose.SERVICE: pgettext("purpose of a note", "To serve this customer better"),
    Purpose.COMPLAINT: pgettext("purpose of a note", "To settle a complaint"),
    Purpose.ADVICE: pgettext("purpose of a note", "To advise on an offer"),
    Purpose.CONTRACT: pgettext("purpose of a note", "To carry out the contract"),
}
PURPOSE_DAYS = {Purpose.SERVICE: 365, Purpose.COMPLAINT: 730, Purpose.ADVICE: 180, Purpose.CONTRACT: 1095}
"""For how long a note is kept where its author sets no shorter time."""

SENSITIVE_NAMES = {
    "health": pgettext("sensitive", "health"),
    "religion": pgettext("sensitive", "religion"),
    "opinions": pgettext("sensitive", "opinions"),
    "origin": pgettext("sensitive", "origin"),
    "union": pgettext("sensitive", "union membership"),
    "sex_life": pgettext("sensitive", "sex life"),
}
SOURCE_NAMES = {
    "desk": gettext_lazy("asked by an advisor"),
    "service": gettext_lazy("given for a service"),
    "book": gettext_lazy("heard in a conversation"),
    "questionnaire": gettext_lazy("given in a questionnaire"),
    "import": gettext_lazy("brought by a file"),
    "api": gettext_lazy("told by another system"),
}


def name_of(card: FieldCard) -> str:
    """What a field is called, in the reader's language; its code where nobody named it."""
    return translated(card.name) or card.code


def shown_value(card: FieldCard, value: Any) -> str:
    """A stored value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return number(value, 0 if float(value).is_integer() else 2)
    if card.kind is FieldKind.DATE and (day := parse_date(str(value))):
        return str(date_format(day, "j F Y"))
    names = {option.code: translated(option.name) for option in card.options}
    return names.get(str(value)) or str(value)


def kept_words(days: int) -> str:
    """For how long, in words."""
    if days % 365 == 0:
        years = days // 365
        return ngettext("%(n)s year", "%(n)s years", years) % {"n": number(years)}
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": number(days)}


def notice(card: FieldCard, language: str | None = None) -> str:
    """What the customer is told wherever the field is asked: what it is for, whether they must, for how long."""
    words = {"purpose": translated(card.purpose, language).rstrip("."), "time": kept_words(card.keep_days)}
    if card.is_mandatory:
        return _("It is needed: %(purpose)s. It is kept for %(time)s.") % words
    return _("You are free not to answer. It is for this: %(purpose)s. It is kept for %(time)s.") % words


def service_notice(card: FieldCard) -> str:
    """The same where a service needs the field."""
    words = {"purpose": translated(card.purpose).rstrip("."), "time": kept_words(card.keep_days)}
    if card.is_mandatory:
        return _("The service needs this: %(purpose)s. It is kept for %(time)s.") % words
    return _("Optional. It is for this: %(purpose)s. It is kept for %(time)s.") % words
