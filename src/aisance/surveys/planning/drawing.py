"""Who is drawn: by a hash of the contact and the programme, so that a replay decides alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any


def place_of(programme: str, *names: object) -> float:
    """A place in [0, 1) that hangs on nothing but the programme's code and what is drawn.

    Whoever lies below a share is drawn; a larger share keeps everybody whom a smaller one had.

    >>> place_of("after-a-contact", "telephony", "1") == place_of("after-a-contact", "telephony", "1")
    True
    >>> 0 <= place_of("after-a-contact", "telephony", "2") < 1
    True
    """
    words = "\x1f".join([programme, *map(str, names)])
    return int.from_bytes(blake2b(words.encode(), digest_size=6).digest()) / 2**48


@dataclass(frozen=True, slots=True)
class Pilot:
    """Where a programme starts, and which share of the others follows from which day on.

    Without units and ramp everybody takes part; with a ramp alone, the share is of everybody.
    """

    units: tuple[str, ...] = ()
    ramp: tuple[tuple[date, int], ...] = ()

    def percent_outside(self, day: date) -> int:
        """The share, in per cent, of contacts outside the pilot's units that take part on a day.

        >>> Pilot(("paris",), ((date(2026, 12, 1), 50), (date(2026, 12, 8), 100))).percent_outside(date(2026, 12, 3))
        50
        """
        if not self.units and not self.ramp:
            return 100
        reached = [percent for start, percent in self.ramp if start <= day]
        return reached[-1] if reached else 0


def pilot_of(data: Mapping[str, Any]) -> Pilot:
    """The pilot as a version stores it, the ramp in the order of its days."""
    ramp = sorted((date.fromisoformat(step["from"]), int(step["percent"])) for step in data.get("ramp", ()))
    return Pilot(tuple(data.get("units", ())), tuple(ramp))
