"""The link of an offer: signed, so that nobody guesses one, and with nothing about the customer."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_SALT = "advocacy.win_back"


def offer_link(attempt_id: int) -> str:
    """The whole address at which a lost customer reads the offer and accepts it."""
    return f"{settings.ENVIRONMENT.base_url}{reverse('win-back-own', args=[signed(attempt_id)])}"


def signed(attempt_id: int) -> str:
    """What stands in the link."""
    return Signer(salt=_SALT, sep=".").sign(f"{attempt_id:x}")


def behind(link: str) -> int | None:
    """The attempt of a link; null where it is not ours."""
    try:
        return int(Signer(salt=_SALT, sep=".").unsign(link), 16)
    except (BadSignature, ValueError):
        return None
