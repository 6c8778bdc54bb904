"""Amounts of money in words."""

from decimal import Decimal

from aisance.ui.numbers import number

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}


def money(amount: Decimal, currency: str) -> str:
    """An amount with its currency behind it, without cents where there are none.

    >>> money(Decimal("1240"), "EUR"), money(Decimal("-3.50"), "CHF")
    ('1,240\\xa0€', '−3.50\\xa0CHF')
    """
    decimals = 0 if amount == amount.to_integral_value() else -int(amount.as_tuple().exponent)
    return f"{number(float(amount), decimals)}\u00a0{SIGNS.get(currency, currency)}"
