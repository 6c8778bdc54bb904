"""What an API key looks like, and which units and roles may change."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

from aisance.accounts.contracts import UnitCard, UnitKind

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


LEVELS = tuple(UnitKind)


def kinds_below(kind: UnitKind) -> tuple[UnitKind, ...]:
    """The kinds of unit that may hang below one of this kind: those further down, where levels may be skipped.

    >>> [str(kind) for kind in kinds_below(UnitKind.COUNTRY)]
    ['centre', 'team']
    """
    return LEVELS[LEVELS.index(kind) + 1 :]


def in_reading_order(units: Iterable[UnitCard]) -> list[UnitCard]:
    """Parents before their children, siblings by name. A unit whose parent is absent stands as if it were a root.

    >>> card = lambda id, name, path: UnitCard(id, name, name, UnitKind.TEAM, path)
    >>> rows = [card(10, "b", "/1/10/"), card(2, "c", "/1/2/"), card(1, "a", "/1/"), card(3, "d", "/1/10/3/")]
    >>> [unit.name for unit in in_reading_order(rows)]
    ['a', 'b', 'd', 'c']
    """
    rows = list(units)
    names = {unit.path: unit.name.casefold() for unit in rows}

    def line(unit: UnitCard) -> list[tuple[str, str]]:
        steps = unit.path.strip("/").split("/")
        paths = ["/" + "/".join(steps[: depth + 1]) + "/" for depth in range(len(steps))]
        return [(names[path], path) for path in paths if path in names]

    return sorted(rows, key=line)
