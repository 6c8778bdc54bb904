"""The links by which customers answer: a random token, signed, so that a guess does not reach the database."""

import secrets
from datetime import UTC, datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer

from aisance.surveys.collection.contracts import InvitationPlace, LinkPlace

_SALT, _SITTING, _STAMP = "surveys.answer", "surveys.sitting", "surveys.drawn"
_HALVES = "~"


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


def answer_link(token: str, secret: str = "") -> str:
    """The whole address of a questionnaire, ending with a slash.

    `secret` is the half of an anonymous invitation's link that no table holds; `new_token()` makes one a message.
    """
    return f"{settings.ENVIRONMENT.base_url}{answer_path(signed_place(token, secret))}"


def answer_path(signed: str) -> str:
    """Where the questionnaire behind a signed place begins; written out, since every answer asks for it."""
    return f"/a/{signed}/"


def signed_place(token: str, secret: str = "") -> str:
    """What stands in the link of an invitation, with the secret half of an anonymous one."""
    return sign(f"{token}{_HALVES}{secret}" if secret else token)


def place_of_link(signed: str) -> InvitationPlace | None:
    """Where the link of an invitation leads; null where it is not ours."""
    whole = unsign(signed)
    if whole is None:
        return None
    token, _halves, secret = whole.partition(_HALVES)
    return InvitationPlace(token, secret)


def new_sitting(code: str, version_id: int, now: datetime) -> LinkPlace:
    """A fresh filling of the questionnaire behind an open link; nothing of it is stored until something is posted."""
    return LinkPlace(code, new_token(), version_id, datetime.fromtimestamp(int(now.timestamp() * 10) / 10, UTC))


def sign_sitting(place: LinkPlace) -> str:
    """What stands in the address after the link's code."""
    tenths = int(place.began_at.timestamp() * 10)
    return _sitting_signer().sign(_HALVES.join((place.key, str(place.version_id), str(tenths), place.code)))


def sitting_of_key(code: str, signed: str) -> LinkPlace | None:
    """The filling that a signed key names; null where the key is not ours, or another link's."""
    try:
        key, version, tenths, of_link = _sitting_signer().unsign(signed).split(_HALVES)
    except (BadSignature, ValueError):
        return None
    if of_link != code:
        return None
    return LinkPlace(code, key, int(version), datetime.fromtimestamp(int(tenths) / 10, UTC))


def stamp(now: datetime) -> str:
    """A moment that a form carries back to us, signed so that nobody makes it older."""
    return Signer(salt=_STAMP, sep=".").sign(str(int(now.timestamp() * 1000)))


def read_stamp(signed: str) -> datetime | None:
    """The moment that a form carried; null where there is none of ours."""
    try:
        return datetime.fromtimestamp(int(Signer(salt=_STAMP, sep=".").unsign(signed)) / 1000, UTC)
    except (BadSignature, ValueError):
        return None


def _sitting_signer() -> Signer:
    return Signer(salt=_SITTING, sep=".")
