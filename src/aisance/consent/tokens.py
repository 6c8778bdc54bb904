"""The links to a customer's preferences: signed, so that nobody guesses one, and with nothing about the customer."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from aisance.consent.contracts import EVERY

_DOOR, _CONFIRM = "consent.preferences", "consent.confirmation"


def door_of(customer_id: int) -> str:
    """What stands in the link of a customer."""
    return _signer(_DOOR).sign(f"{customer_id:x}")


def behind(signed: str) -> int | None:
    """The customer whom a link is for; null where it is not ours."""
    try:
        return int(_signer(_DOOR).unsign(signed), 16)
    except (BadSignature, ValueError):
        return None


def preference_link(customer_id: int, language: str = "") -> str:
    """The whole address of a customer's preferences. It opens in `language`; they may choose the other there."""
    path = reverse("preferences", kwargs={"signed": door_of(customer_id)})
    return f"{settings.ENVIRONMENT.base_url}{path}" + (f"?lang={language[:2]}" if language else "")


def one_click_link(customer_id: int, purpose: str = EVERY) -> str:
    """The address that stops a purpose when it is posted to (RFC 8058), and asks whether to when it is opened."""
    which = {} if purpose == EVERY else {"purpose": purpose}
    name = "preferences-stop-one" if which else "preferences-stop"
    return f"{settings.ENVIRONMENT.base_url}{reverse(name, kwargs={'signed': door_of(customer_id), **which})}"


def confirmation_link(customer_id: int, position: int) -> str:
    """The address by which somebody confirms the consent that stands at a position."""
    signed = _signer(_CONFIRM).sign(f"{customer_id:x}-{position:x}")
    return f"{settings.ENVIRONMENT.base_url}{reverse('preferences-confirm', kwargs={'signed': signed})}"


def to_confirm(signed: str) -> tuple[int, int] | None:
    """The customer and the position of a link of confirmation; null where it is not ours."""
    try:
        customer_id, _dash, position = _signer(_CONFIRM).unsign(signed).partition("-")
        return int(customer_id, 16), int(position, 16)
    except (BadSignature, ValueError):
        return None


def _signer(salt: str) -> Signer:
    return Signer(salt=salt, sep=".")
