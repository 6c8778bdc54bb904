"""What was read, remembered within bounds; who asks for what another is just reading waits for that."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

type Rows = tuple[Any, ...]
type Key = tuple[Any, ...]


@dataclass(slots=True)
class _Flight:
    """A reading under way; `rows` stays null where it failed."""

    landed: threading.Event = field(default_factory=threading.Event)
    rows: Rows | None = None


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
        while True:
            with self._lock:
                if key in self._held:
                    self._held.move_to_end(key)
                    return self._held[key]
                flight = self._flights.get(key)
                if flight is None:
                    ours = self._flights[key] = _Flight()
                    break
            flight.landed.wait()
            if flight.rows is not None:
                return flight.rows
        try:
            ours.rows = read()
            self._keep(key, ours)
        finally:
            with self._lock:
                if self._flights.get(key) is ours:
                    del self._flights[key]
            ours.landed.set()
        return ours.rows

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
