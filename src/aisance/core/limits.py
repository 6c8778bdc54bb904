"""How often somebody may knock."""

import math
import threading
from dataclasses import dataclass, field

from aisance.core import clock


@dataclass(slots=True)
class Limit:
    """At most `amount` knocks in each window of `seconds`, counted for each key (an address, the id of an API key).

    Counted in this process: several web processes each admit their own amount. That is the price of no write for each
    request, and bears it, since what is kept away here is a flood. Failed sign-ins are counted in the database instead.
    """

    amount: int
    seconds: int
    _window: int = -1
    _counts: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def knock(self, key: str) -> int:
        """Count one knock; 0 where it is admitted, else the whole seconds until the next window opens."""
        now = clock.now().timestamp()
        window = int(now // self.seconds)
        with self._lock:
            if window != self._window:
                self._window, self._counts = window, {}  # also what keeps the table from growing
            self._counts[key] = self._counts.get(key, 0) + 1
            if self._counts[key] <= self.amount:
                return 0
        return max(1, math.ceil((window + 1) * self.seconds - now))

    def wait(self, key: str) -> int:
        """The whole seconds until the next window opens, where the amount was reached; else 0. Counts nothing."""
        now = clock.now().timestamp()
        window = int(now // self.seconds)
        with self._lock:
            is_full = window == self._window and self._counts.get(key, 0) >= self.amount
        return max(1, math.ceil((window + 1) * self.seconds - now)) if is_full else 0

    def forget(self) -> None:
        """Begin anew; for tests."""
        with self._lock:
            self._window, self._counts = -1, {}
