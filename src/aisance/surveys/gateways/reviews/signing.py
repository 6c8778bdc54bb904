"""The keys with which sources sign what they bring. Pure; no table holds a key."""

import hashlib
import hmac
from datetime import datetime, timedelta

FORMER_KEY_LASTS = timedelta(days=1)
"""How long the key before the one in force is still good, so that a site can be told the new one in peace."""


def key_of(secret: str, code: str, number: int) -> str:
    """The key number `number` of a source, made of the installation's secret.

    >>> key_of("s", "stars", 1) == key_of("s", "stars", 2)
    False
    """
    return hmac.new(secret.encode(), f"surveys.reviews|{code}|{number}".encode(), hashlib.sha256).hexdigest()


def keys_in_force(secret: str, code: str, number: int, former_until: datetime | None, now: datetime) -> list[str]:
    """The keys that are good at a moment, the newest first; none where none was made."""
    numbers = [number, number - 1] if former_until and former_until > now else [number]
    return [key_of(secret, code, one) for one in numbers if one > 0]


def stored_id(code: str, external_id: str) -> str:
    """Under what a review is known here: the same for the same review, and leading back to it for nobody else.

    It outlives an erasure, so that a review brought again is known, and not taken anew.

    >>> len(stored_id("stars", "r-1")), stored_id("stars", "r-1") == stored_id("stars", "r-2")
    (48, False)
    """
    return hashlib.sha256(f"{code}|{external_id}".encode()).hexdigest()[:48]
