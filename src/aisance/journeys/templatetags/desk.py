"""How pages call customers, identifiers and what users write in several languages."""

from decimal import Decimal
from typing import Any

import phonenumbers
from django import template
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from aisance.core.translated import translated
from aisance.customers.contracts import CustomerCard, IdentifierKind
from aisance.journeys.money import money

register = template.Library()

KIND_NAMES = {
    IdentifierKind.EMAIL: pgettext_lazy("identifier", "E-mail address"),
    IdentifierKind.PHONE: pgettext_lazy("identifier", "Telephone"),
    IdentifierKind.EXTERNAL: pgettext_lazy("identifier", "Customer number"),
    IdentifierKind.SOCIAL: pgettext_lazy("identifier", "Social media"),
}


@register.filter
def called(customer: CustomerCard) -> str:
    """The customer's name, else the first identifier."""
    first = customer.identifiers[0][1] if customer.identifiers else _("Customer %(id)s") % {"id": customer.id}
    return customer.name or first


@register.filter
def kind_name(kind: IdentifierKind) -> Any:
    return KIND_NAMES[kind]


@register.filter
def shown_as(value: str, kind: IdentifierKind) -> str:
    """An identifier as people read it: a telephone number in its groups."""
    if kind != IdentifierKind.PHONE:
        return value
    return phonenumbers.format_number(phonenumbers.parse(value), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@register.filter
def language_name(code: str) -> str:
    """The language in its own words where we know them, else its code; a dash where it is not known."""
    return dict(settings.LANGUAGES).get(code, code) or "—"


@register.filter
def in_my_language(words: Any) -> str:
    """What users wrote in several languages; a dash where there is nothing."""
    return translated(words) if words else "—"


@register.filter
def indented(name: str, depth: int) -> str:
    return "\u2003" * depth + name


@register.filter
def money_in(amount: Decimal, currency: str) -> str:
    """An amount with its currency, as people read it."""
    return money(amount, currency)
