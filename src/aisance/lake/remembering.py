"""What was read, remembered within bounds; who asks for what another is just reading waits for that."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

type Rows = tuple[Any, ...]
type Key = tuple[Any, ...]


@dataclass(slots=True)
class _Flight:
    """A reading under way; `rows` stays null where it failed."""

    landed: threading.Event = field(default_factory=threading.Event)
    rows: Rows | None = None

    def waited(self) -> Rows | None:
        """The rows, once they are there."""
        self.landed.wait()
        return self.rows


def _landed(rows: Rows) -> _Flight:
    flight = _Flight(rows=rows)
    flight.landed.set()
    return flight


class Memory:
    """Rows by key, the least lately used forgotten first. Each key says everything that its rows depend on.

    At most `results` of them with together at most `rows` rows; one of more than `rows_each` is not kept.
    """

    def __init__(self, *, results: int, rows: int, rows_each: int) -> None:
        self._most_results, self._most_rows, self._most_each = results, rows, rows_each
        self._lock = threading.Lock()
        self._held: OrderedDict[Key, Rows] = OrderedDict()
        self._rows = 0
        self._flights: dict[Key, _Flight] = {}

    def once(self, key: Key, read: Callable[[], Rows]) -> Rows:
        """What is remembered under the key, or else what `read` gives: once, however many ask for it together."""
        return self.each([key], lambda _missing: [read()])[0]

    def each(self, keys: Sequence[Key], read: Callable[[Sequence[Key]], Sequence[Rows]]) -> list[Rows]:
        """What is remembered under each key. What is not is read together, but for what another is just reading."""
        with self._lock:
            flights, ours = self._joined(keys)
        try:
            if ours:
                missing = [key for key in keys if key in ours]
                for key, rows in zip(missing, read(missing), strict=True):
                    ours[key].rows = rows
                    self._keep(key, ours[key])
        finally:
            with self._lock:
                for key, flight in ours.items():
                    if self._flights.get(key) is flight:
                        del self._flights[key]
                    flight.landed.set()
        # Only now: whoever waits holds nothing that others wait for.
        waited = [flight.waited() for flight in flights]
        return [
            self._after_failure(key, read) if rows is None else rows for key, rows in zip(keys, waited, strict=True)
        ]

    def _after_failure(self, key: Key, read: Callable[[Sequence[Key]], Sequence[Rows]]) -> Rows:
        """What another was reading, and failed to."""
        return self.once(key, lambda: read([key])[0])

    def _joined(self, keys: Sequence[Key]) -> tuple[list[_Flight], dict[Key, _Flight]]:
        """The flight of each key, landed where it is remembered; and those of them that are ours to fly."""
        flights: list[_Flight] = []
        ours: dict[Key, _Flight] = {}
        for key in keys:
            if key in self._held:
                self._held.move_to_end(key)
                flights.append(_landed(self._held[key]))
                continue
            if key not in self._flights:
                ours[key] = self._flights[key] = _Flight()
            flights.append(self._flights[key])
        return flights, ours

    def clear(self) -> None:
        """Forget everything, also what is being read now."""
        with self._lock:
            self._held.clear()
            self._flights.clear()
            self._rows = 0

    def _keep(self, key: Key, flight: _Flight) -> None:
        rows = flight.rows or ()
        with self._lock:
            if len(rows) > self._most_each or self._flights.get(key) is not flight:
                return
            self._held[key] = rows
            self._rows += len(rows)
            while len(self._held) > self._most_results or self._rows > self._most_rows:
                self._rows -= len(self._held.popitem(last=False)[1])
