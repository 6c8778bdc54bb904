"""The links by which customers answer: a random token, signed, so that a guess does not reach the database."""

import secrets

from django.conf import settings
from django.core.signing import BadSignature, Signer

_SALT = "surveys.answer"


def new_token() -> str:
    """128 random bits, as text."""
    return secrets.token_urlsafe(16)


def sign(token: str) -> str:
    """What stands in the link."""
    return Signer(salt=_SALT, sep=".").sign(token)


def unsign(signed: str) -> str | None:
    """The token of a link; null where the link is not ours."""
    try:
        return Signer(salt=_SALT, sep=".").unsign(signed)
    except BadSignature:
        return None


def answer_link(token: str) -> str:
    """The whole address of a questionnaire, ending with a slash."""
    return f"{settings.ENVIRONMENT.base_url}/a/{sign(token)}/"
