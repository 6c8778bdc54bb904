"""The link by which a customer says whether their matter is solved: signed, and with nothing about them in it."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_SALT = "cases.solved"


def solved_link(case_id: int, closing: int) -> str:
    """The whole address for one closing of a case."""
    signed = Signer(salt=_SALT, sep=".").sign(f"{case_id:x}-{closing:x}")
    return f"{settings.ENVIRONMENT.base_url}{reverse('case-solved', kwargs={'signed': signed})}"


def closing_behind(signed: str) -> tuple[int, int] | None:
    """The case and the closing that a link is for; null where it is not ours."""
    try:
        case_id, _dash, closing = Signer(salt=_SALT, sep=".").unsign(signed).partition("-")
        return int(case_id, 16), int(closing, 16)
    except (BadSignature, ValueError):
        return None
