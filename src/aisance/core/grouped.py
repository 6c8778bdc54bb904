"""Many small writes as few commits: one thread writes what arrived while the commit before was on its way to the disk.

A commit costs a wait for the disk, whatever it holds. Requests that come at the same moment therefore share one: each
waits until the commit that holds its own write is on the disk, so nothing is acknowledged that could be lost.

The thread exists only where a server has said `serve_in_threads()`, and begins with the first write, hence after any
fork. Elsewhere (a command, a test) `write` writes at once, in the caller's thread and transaction.
"""

import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

PATIENCE_SECONDS = 30.0
RETRY_SECONDS = 1

_serving = False


class BusyError(Exception):
    """So many writes wait that this one was not taken, or not done in time; it is not acknowledged.

    Try again in `retry_seconds`.
    """

    retry_seconds = RETRY_SECONDS


def serve_in_threads() -> None:
    """Said once by a server before its first request: from now on writes are grouped."""
    global _serving
    _serving = True


@dataclass(slots=True)
class _Waiting[T, R]:
    """One write on its way; `done` is set when it is on the disk or has failed."""

    item: T
    done: threading.Event = field(default_factory=threading.Event)
    result: R | None = None
    problem: BaseException | None = None


class GroupWriter[T, R]:
    """Writes items with `apply`, which takes some of them, writes all in one transaction and says what became of each.

    `apply` may be called again with the same items, after a failure: it must bear that. An item whose write fails
    fails alone. `recover` is told of each failure before the next attempt. At most `capacity` items wait; at most
    `largest` share a commit.
    """

    def __init__(
        self,
        name: str,
        apply: Callable[[Sequence[T]], Sequence[R]],
        *,
        capacity: int,
        largest: int,
        recover: Callable[[BaseException], None] = lambda problem: None,
    ) -> None:
        self._name, self._apply, self._recover = name, apply, recover
        self._capacity, self._largest = capacity, largest
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._process = os.getpid()
        self._thread: threading.Thread | None = None
        self._queue: deque[_Waiting[T, R]] = deque()
        self._arrived = threading.Condition()

    def write(self, item: T) -> R:
        """Write one item; what `apply` said of it, once that is on the disk.

        Raises BusyError where too many wait, and whatever `apply` raised for this item.
        """
        if not _serving:
            return self._apply([item])[0]
        waiting = self._put(item)
        if not waiting.done.wait(PATIENCE_SECONDS):
            raise BusyError
        if waiting.problem is not None:
            raise waiting.problem
        assert waiting.result is not None  # `done` comes with one or the other
        return waiting.result

    def _put(self, item: T) -> _Waiting[T, R]:
        if os.getpid() != self._process:
            self._begin_anew()  # a fork took the memory of this object, but not its thread
        waiting = _Waiting[T, R](item)
        with self._arrived:
            if len(self._queue) >= self._capacity:
                raise BusyError
            self._queue.append(waiting)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._arrived.notify()
        return waiting

    def _run(self) -> None:
        while True:
            with self._arrived:
                while not self._queue:
                    self._arrived.wait()
                group = [self._queue.popleft() for _ in range(min(self._largest, len(self._queue)))]
            self._write_group(group)

    def _write_group(self, group: Sequence[_Waiting[T, R]]) -> None:
        try:
            self._write_together(group)
        except BaseException as problem:
            self._recover(problem)
            # One of them is bad, or the connection went: each again, alone, so that it fails or passes for itself.
            for waiting in group:
                self._write_alone(waiting)
        for waiting in group:
            waiting.done.set()

    def _write_together(self, group: Sequence[_Waiting[T, R]]) -> None:
        results = self._apply([waiting.item for waiting in group])
        for waiting, result in zip(group, results, strict=True):
            waiting.result = result

    def _write_alone(self, waiting: _Waiting[T, R]) -> None:
        try:
            self._write_together([waiting])
        except BaseException as problem:
            waiting.problem = problem
            self._recover(problem)
