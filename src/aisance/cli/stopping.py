"""Ctrl-C and the end asked for by the system."""

import signal
import socket
import threading
from collections.abc import Callable


def on_stop_signal(stop: Callable[[], object]) -> None:
    """Have `stop` called, in a thread of its own, when this process is asked to end; each time it is asked.

    Not in the signal's handler: that runs in the main thread, between two steps of whatever it does. It would wait for
    ever where `stop` takes a lock that the main thread holds, and would not run at all where the signal came just
    before the main thread began to wait. A byte in a socket is neither lost nor in the way.
    """
    reading, writing = socket.socketpair()
    writing.setblocking(False)
    signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, frame: None)

    def listen() -> None:
        with reading, writing:
            while reading.recv(1):
                stop()

    threading.Thread(target=listen, name="signals", daemon=True).start()
