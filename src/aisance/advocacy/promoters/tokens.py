"""The link of a testimonial: signed, so that nobody guesses one, and with nothing about the customer."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_SALT = "advocacy.testimonial"


def testimonial_link(testimonial_id: int) -> str:
    """The whole address at which a customer gives, allows, and withdraws their testimonial; good for ever."""
    return f"{settings.ENVIRONMENT.base_url}{reverse('testimonial-own', args=[signed(testimonial_id)])}"


def signed(testimonial_id: int) -> str:
    """What stands in the link."""
    return Signer(salt=_SALT, sep=".").sign(f"{testimonial_id:x}")


def behind(link: str) -> int | None:
    """The testimonial of a link; null where it is not ours."""
    try:
        return int(Signer(salt=_SALT, sep=".").unsign(link), 16)
    except (BadSignature, ValueError):
        return None
