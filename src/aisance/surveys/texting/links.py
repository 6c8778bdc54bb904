"""Links short enough for a text message: the number of an invitation with 64 bits that only we can compute.

They seal the secret half of an anonymous link as well: who holds one link makes no others, each of which could answer.

Whoever guesses has one chance in 2^64 a try, and a wrong guess does not reach the database.
"""

import base64
import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SEAL = 11
_HALVES = "~"


def short_link(invitation_id: int, secret: str = "") -> str:
    """The whole address. `secret` is the half of an anonymous link that no table holds."""
    code = seal(invitation_id, secret) + _in_62(invitation_id) + (f"{_HALVES}{secret}" if secret else "")
    return f"{settings.ENVIRONMENT.base_url}/s/{code}"


def read_code(code: str) -> tuple[int, str] | None:
    """The invitation's id and the secret half of a link; null where the link is not ours."""
    whole, _, secret = code.partition(_HALVES)
    digits = whole[_SEAL:]
    if not digits or len(digits) > 11 or any(digit not in _DIGITS for digit in digits):
        return None
    invitation_id = _from_62(digits)
    if not secrets.compare_digest(whole[:_SEAL].encode(), seal(invitation_id, secret).encode()):
        return None
    return invitation_id, secret


def seal(invitation_id: int, secret: str = "") -> str:
    """The 64 bits, as 11 letters."""
    sealed = f"{invitation_id}{_HALVES}{secret}" if secret else str(invitation_id)
    octets = salted_hmac("surveys.short", sealed, algorithm="sha256").digest()[:8]
    return base64.urlsafe_b64encode(octets).decode("ascii").rstrip("=")


def _in_62(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 62)
        digits = _DIGITS[rest] + digits
    return digits or "0"


def _from_62(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * 62 + _DIGITS.index(digit)
    return number
