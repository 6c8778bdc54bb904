"""Amounts in the company's currency: whole numbers of its smallest unit inside, words and fields outside."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from aisance.customers.public import decimals, minor_units
from aisance.ui.numbers import number

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
MOST_MINOR = 10**10


def currency() -> str:
    """The company's currency by its three letters."""
    return str(settings.ENVIRONMENT.currency)


def amount_words(minor: int, of: str = "") -> str:
    """An amount with its currency, without decimals where it is whole: 15.60 €, 20 €."""
    code = of or currency()
    amount = Decimal(minor).scaleb(-decimals(code))
    shown = 0 if amount == amount.to_integral_value() else decimals(code)
    return f"{number(float(amount), shown)}\u00a0{SIGNS.get(code, code)}"


def plain_amount(minor: int) -> str:
    """An amount as a field shows it, with a point: 15.60, 20."""
    amount = Decimal(minor).scaleb(-decimals(currency()))
    return str(amount.quantize(Decimal(1))) if amount == amount.to_integral_value() else str(amount)


class AmountField(forms.CharField):
    """An amount as written, comma or point; cleaned, a whole number of the smallest unit, null where nothing is."""

    def __init__(self, **words: Any) -> None:
        super().__init__(max_length=20, **words)
        self.widget.attrs["inputmode"] = "decimal"

    def prepare_value(self, value: Any) -> Any:
        return plain_amount(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        """The whole number; refused below nothing, above what anybody gives, and where it is no amount."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            minor = minor_units(text, currency())
        except ValueError:
            raise forms.ValidationError(_("An amount such as 15.60, please.")) from None
        if not 0 <= minor <= MOST_MINOR:
            raise forms.ValidationError(_("An amount of zero or more, please."))
        return minor

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """None: those of a text do not fit a number."""
