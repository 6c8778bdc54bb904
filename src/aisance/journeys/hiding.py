"""Words that somebody searched for, hidden in an address.

What people type into the search is mostly a name, a telephone number, an address. In the clear it would stand in the
logs of every proxy and in the history of a shared browser. So the search is sent in the body of a request, and leads
to an address that holds the words enciphered: pages, files and the way back work, and a log shows nothing.
"""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

KEPT_SECONDS = 12 * 3600
"""As long as a sign-in lasts."""


def hidden(words: str) -> str:
    """The words as an address may hold them."""
    return _cipher().encrypt(words.encode()).decode()


def revealed(token: str) -> str:
    """The words again; the empty string where the token is none of ours, or too old."""
    try:
        return _cipher().decrypt(token.encode(), ttl=KEPT_SECONDS).decode()
    except (InvalidToken, UnicodeError):
        return ""


def _cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"words searched for {settings.SECRET_KEY}".encode()).digest()))
