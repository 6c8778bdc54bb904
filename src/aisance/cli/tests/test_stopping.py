"""An end asked for is heard at any moment."""

import signal
import threading
from collections.abc import Iterator

import pytest

from aisance.cli.stopping import on_stop_signal


@pytest.fixture(autouse=True)
def _handlers_put_back() -> Iterator[None]:
    before = [(number, signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM)]
    yield
    signal.set_wakeup_fd(-1)
    for number, handler in before:
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_that_comes_while_the_main_thread_holds_the_lock_is_neither_lost_nor_in_the_way(
    number: signal.Signals,
) -> None:
    lock, stopped = threading.Lock(), threading.Event()

    def stop() -> None:
        with lock:
            stopped.set()

    on_stop_signal(stop)

    with lock:
        signal.raise_signal(number)
    assert stopped.wait(10)


def test_a_second_signal_is_heard_like_the_first() -> None:
    heard = threading.Semaphore(0)
    on_stop_signal(heard.release)

    signal.raise_signal(signal.SIGINT)
    assert heard.acquire(timeout=10)
    signal.raise_signal(signal.SIGTERM)
    assert heard.acquire(timeout=10)
