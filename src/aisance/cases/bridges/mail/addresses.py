"""The address to which answers to a case go: it names the case, and nobody can make up one for another."""

import base64
import hmac
import re

from django.conf import settings
from django.utils.crypto import salted_hmac

_SIGNED = re.compile(r"^(?P<number>[a-z0-9-]{1,20})\.(?P<mark>[a-z2-7]{13})$")


def reply_address(number: str) -> str:
    """Where the customer's answers to a case go; empty where no mailbox for them is set."""
    name, at, host = str(settings.ENVIRONMENT.mail_replies).partition("@")
    return f"{name}+{number.lower()}.{_mark(number)}{at}{host}" if at else ""


def case_number_in(address: str) -> str:
    """The number of the case that an address of ours names; empty where it is none, or somebody changed it."""
    name, _, host = address.lower().partition("@")
    box, plus, signed = name.partition("+")
    found = _SIGNED.match(signed)
    if not plus or f"{box}@{host}" != settings.ENVIRONMENT.mail_replies or not found:
        return ""
    number = found["number"].upper()
    return number if hmac.compare_digest(found["mark"], _mark(number)) else ""


def is_ours(address: str) -> bool:
    """Whether mail from this address is our own, come back."""
    name, _, host = address.lower().partition("@")
    plain = f"{name.partition('+')[0]}@{host}"
    return plain in {settings.ENVIRONMENT.mail_replies, _sender()} - {""}


def _sender() -> str:
    shown = str(settings.ENVIRONMENT.mail_from)
    return shown[shown.rfind("<") + 1 :].rstrip("> ").lower()


def _mark(number: str) -> str:
    """Eight bytes, in signs that survive a mail server which changes capitals."""
    digest = salted_hmac("aisance.cases.replies", number.upper(), algorithm="sha256").digest()
    return base64.b32encode(digest[:8]).decode().rstrip("=").lower()
