"""What an API key looks like, and which units and roles may change."""

import hashlib
import hmac
import re
from dataclasses import dataclass

KEY_FORM = re.compile(r"ais_([a-z0-9]{8})_([A-Za-z0-9_-]{20,100})")


@dataclass(frozen=True, slots=True)
class KeyParts:
    """A key taken apart: the prefix, which finds it, and the secret, which proves it."""

    prefix: str
    secret: str


def key_text(parts: KeyParts) -> str:
    """The key as its owner sends it.

    >>> key_text(KeyParts("a1b2c3d4", "x" * 20))
    'ais_a1b2c3d4_xxxxxxxxxxxxxxxxxxxx'
    """
    return f"ais_{parts.prefix}_{parts.secret}"


def parse_key(text: str) -> KeyParts | None:
    """The parts of a key; none where the text does not have the form of one.

    >>> parse_key("ais_a1b2c3d4_" + "x" * 20).prefix
    'a1b2c3d4'
    >>> parse_key("a1b2c3d4") is None
    True
    """
    found = KEY_FORM.fullmatch(text.strip())
    return KeyParts(found[1], found[2]) if found else None


def digest(parts: KeyParts) -> str:
    """What is stored of a key: SHA-256 in hexadecimal. The secret is random and long, so that no salt is needed."""
    return hashlib.sha256(key_text(parts).encode()).hexdigest()


def is_key(parts: KeyParts, stored: str) -> bool:
    """Whether a stored digest is that of the key, in a time that says nothing about where they differ."""
    return hmac.compare_digest(digest(parts), stored)
