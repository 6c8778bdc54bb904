"""Secrets of webhooks, enciphered: they must be read again to sign, unlike a password."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def enciphered(secret: bytes) -> str:
    """The secret as it is stored."""
    return _cipher().encrypt(secret).decode()


def deciphered(stored: str) -> bytes | None:
    """The secret again; null where the installation's key has changed since."""
    try:
        return _cipher().decrypt(stored.encode())
    except InvalidToken:
        return None


def _cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"secrets of webhooks {settings.SECRET_KEY}".encode()).digest()))
