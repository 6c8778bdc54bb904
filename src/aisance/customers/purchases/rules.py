"""How an amount of money is read, and under what a line without a number of its own is known again."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from aisance.core.money import decimals

SPACES = dict.fromkeys(map(ord, " \u00a0\u202f'’"))
SIGNS = re.compile(r"^[€$£]|[€$£]$")
PLAIN = re.compile(r"[+-]?\d{1,15}(\.\d{1,6})?")
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?|[+-]?\d{1,3}(\.\d{3})+,\d+")


def minor_units(text: str, currency: str) -> int:
    """An amount in the smallest unit of its currency. Comma or point; both together are thousands and decimals.

    Raises ValueError where it is no amount, where it has more decimals than the currency, and where one comma before
    three digits could mean either.

    >>> minor_units("11.77", "EUR"), minor_units("1 234,50 €", "EUR"), minor_units("-3", "EUR")
    (1177, 123450, -300)
    >>> minor_units("1,234.5", "USD"), minor_units("1.234,5", "EUR"), minor_units("500", "JPY")
    (123450, 123450, 500)
    """
    plain = SIGNS.sub("", text.translate(SPACES).replace("\u2212", "-"))
    if GROUPED.fullmatch(plain) and ("." in plain or plain.count(",") > 1):
        decimal = "," if plain.rfind(",") > plain.rfind(".") else "."
        plain = plain.replace("." if decimal == "," else ",", "")
    if re.fullmatch(r"[+-]?\d{1,3},\d{3}", plain) and decimals(currency) < 3:
        raise ValueError("A comma before three digits says both a thousand and a fraction.")
    plain = plain.replace(",", ".")
    if not PLAIN.fullmatch(plain):
        raise ValueError("Not an amount.")
    value = Decimal(plain).scaleb(decimals(currency))
    if value != value.to_integral_value() or abs(value) > 10**15:
        raise ValueError("More decimals than the currency has, or no plausible amount.")
    return int(value)


class Numbering:
    """Numbers for lines that have none: from what they say and, for equal ones, how many of them came before.

    So a file that is imported twice gives the same numbers, and two equal lines of one file are two.
    """

    def __init__(self) -> None:
        self._seen: Counter[bytes] = Counter()

    def next(self, words: Sequence[str]) -> str:
        digest = hashlib.sha256("\x1f".join(words).encode()).digest()[:15]
        self._seen[digest] += 1
        return f"line-{digest.hex()}-{self._seen[digest]}"
