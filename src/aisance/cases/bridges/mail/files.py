"""Files that came with mails: kept apart in the home folder under names that say nothing, never opened here."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

FOLDER = "mail-files"


def folder() -> Path:
    """Where they lie."""
    return Path(settings.ENVIRONMENT.home) / FOLDER


def place_of(stored: str) -> Path:
    """The file with this name. Names are ours, of hexadecimal signs; anything else is refused with ValueError."""
    if not stored or set(stored) - set("0123456789abcdef"):
        raise ValueError("no name of ours")
    return folder() / stored


def keep(content: bytes) -> str:
    """Write a file, on the disk when this returns, and give its name."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    descriptor = os.open(place_of(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return name


def discard(names: Iterable[str]) -> None:
    """Remove files, also such as are gone already."""
    for name in names:
        if name:
            place_of(name).unlink(missing_ok=True)
