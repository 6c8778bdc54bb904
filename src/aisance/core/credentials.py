"""What a machine shows at a hook: a secret that only it and we know, or a signature made with it."""

import base64
import hashlib
import hmac
import secrets
from contextlib import suppress

from django.http import HttpRequest


def shows_secret(request: HttpRequest, secret: str) -> bool:
    """Whether the secret came as a password or as a bearer's token; never where there is none."""
    if not secret:
        return False
    scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        with suppress(ValueError):
            shown = base64.b64decode(shown, validate=True).decode().partition(":")[2]
    return bool(shown) and secrets.compare_digest(shown.encode(), secret.encode())


def is_signed(request: HttpRequest, secret: str) -> bool:
    """Whether the secret is the key that signed the body: HMAC-SHA256 in hexadecimal, as `X-Signature-256`.

    A signature vouches for the body alone, and for no moment: whoever reads it can bring the same body again.
    """
    if not secret or request.method != "POST":
        return False
    signed = request.headers.get("X-Signature-256", "") or request.headers.get("X-Signature", "")
    wanted = hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
    given = signed.removeprefix("sha256=").lower()
    return bool(given) and secrets.compare_digest(given.encode(), wanted.encode())
