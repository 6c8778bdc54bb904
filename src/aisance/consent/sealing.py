"""The chain of the ledger: what is hashed, and in what form. Anybody may recompute it with what these lines say.

The hash of an entry is SHA-256 over the hash of the one before it, a line break, and the entry's content as JSON with
its keys in order and no spaces. Who it was about is in the content only as a seal: SHA-256 over a random salt, a line
break and the personal part in the same form. Without the salt, which is erased with the personal part, the seal tells
nothing, and the chain holds all the same.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

FIRST = "0" * 64
"""What stands in the place of the hash before the first entry's."""


def canonical(value: Mapping[str, object]) -> str:
    """A JSON value in the one form that is hashed.

    >>> canonical({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def moment(at: datetime | None) -> str:
    """A moment as it is hashed: in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else ""


def digest(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def new_salt() -> str:
    """128 random bits."""
    return secrets.token_hex(16)


def seal(salt: str, personal: Mapping[str, object]) -> str:
    """What the chain holds of the person."""
    return digest(f"{salt}\n{canonical(personal)}")


def link(previous: str, content: Mapping[str, object]) -> str:
    """The hash of an entry after another."""
    return digest(f"{previous}\n{canonical(content)}")
