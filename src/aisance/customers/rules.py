"""What makes an identifier valid, and the one form in which it is stored."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

import phonenumbers
from django.utils.translation import gettext_lazy as _
from email_validator import EmailNotValidError, validate_email

from aisance.customers.contracts import IdentifierKind

# Who the customer is, where a source gives several identifiers: the first of these that is known decides.
PRIORITY = (IdentifierKind.EXTERNAL, IdentifierKind.EMAIL, IdentifierKind.PHONE, IdentifierKind.SOCIAL)

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_BLANK = re.compile(r"\s")

MAX_EXTERNAL = 120
MAX_SOCIAL = 120
MAX_NAME = 160
MAX_LOCAL = 64
MAX_EMAIL = 254


# A batch names the same people again and again, and is normalised at the door and inside.
_NORMALISED: dict[tuple[IdentifierKind, str, str], str] = {}
_REMEMBERED = 100_000

# What is longer is no identifier and is not looked at: to bring 200,000 combining signs in order takes a minute.
MAX_GIVEN = 1_000


def normalise(kind: IdentifierKind, value: str, country: str) -> str:
    """The value in its stored form. `country` is where a telephone number without prefix belongs (`FR`).

    Normalising twice gives the same as once. Raises ValueError, whose only argument says what was expected.

    >>> normalise(IdentifierKind.PHONE, "06 12 34 56 78", "FR")
    '+33612345678'
    >>> normalise(IdentifierKind.EMAIL, " Helene.Garnier@Example.ORG ", "FR")
    'helene.garnier@example.org'
    """
    value = value if len(value) <= MAX_GIVEN else ""  # which every kind refuses in its own words
    key = (kind, value, country)
    found = _NORMALISED.get(key)
    if found is None:
        found = _NORMALISERS[kind](value.strip(), country)
        if len(_NORMALISED) >= _REMEMBERED:
            _NORMALISED.clear()
        _NORMALISED[key] = _NORMALISED[kind, found, country] = found
    return found


def _email(value: str, country: str) -> str:
    """Lower case as a whole: no provider in use tells addresses apart by case, and sources write them as they like."""
    try:
        return _plain_email(value) or validate_email(value, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise ValueError(_("an e-mail address, such as helene@example.org")) from None


def _plain_email(value: str) -> str:
    """What the library makes of an address of letters, digits and dots before the sign; empty for any other.

    There the library's word hangs on the domain and the length alone, and most domains come again and again.
    """
    local, _sign, domain = value.rpartition("@")
    plain = value.isascii() and len(local) <= MAX_LOCAL and all(piece.isalnum() for piece in local.split("."))
    found = f"{local.lower()}@{_domain(domain)}" if plain else ""
    return found if len(found) <= MAX_EMAIL and found.isascii() else ""


@lru_cache(maxsize=4_096)
def _domain(domain: str) -> str:
    """A domain as the library writes it. Raises EmailNotValidError."""
    return validate_email(f"x@{domain}", check_deliverability=False).normalized.lower().removeprefix("x@")


def in_groups(number: str) -> str:
    """A telephone number of ours as people read it.

    >>> in_groups("+33612345678")
    '+33 6 12 34 56 78'
    """
    return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _phone(value: str, country: str) -> str:
    """E.164. Only numbers that can exist in their country's plan."""
    try:
        number = phonenumbers.parse(value, country)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or number.extension or not phonenumbers.is_valid_number(number):
        raise ValueError(_("a telephone number, such as +33 6 12 34 56 78"))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _external(value: str, country: str) -> str:
    value = unicodedata.normalize("NFC", value)
    if not 1 <= len(value) <= MAX_EXTERNAL or _UNPRINTABLE.search(value):
        raise ValueError(_("a customer number of 1 to 120 printable characters"))
    return value


def _social(value: str, country: str) -> str:
    """A handle without its at sign, in small letters; `network:handle` keeps the network."""
    handle = unicodedata.normalize("NFKC", value).casefold()
    handle = unicodedata.normalize("NFKC", handle).lstrip("@")
    if not 1 <= len(handle) <= MAX_SOCIAL or _UNPRINTABLE.search(handle) or _BLANK.search(handle):
        raise ValueError(_("a handle on a social network, without spaces, such as @helene"))
    return handle


_NORMALISERS: dict[IdentifierKind, Callable[[str, str], str]] = {
    IdentifierKind.EMAIL: _email,
    IdentifierKind.PHONE: _phone,
    IdentifierKind.EXTERNAL: _external,
    IdentifierKind.SOCIAL: _social,
}
