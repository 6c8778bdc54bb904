"""A chore that takes long keeps nobody waiting."""

from threading import Event, Thread

import pytest

from aisance.core import worker


def test_the_others_go_on_while_a_chore_aside_is_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "CHORES", {})
    stop, began, may_end, went_on = Event(), Event(), Event(), Event()

    def long() -> int:
        began.set()
        may_end.wait(60)
        return 0

    def short() -> int:
        if began.is_set():
            went_on.set()
        return 0

    worker.chore("long", rest_seconds=60, aside=True)(long)
    worker.chore("short", rest_seconds=0)(short)
    loop = Thread(target=worker.run_forever, args=(stop,))
    loop.start()

    assert went_on.wait(60)
    stop.set()
    may_end.set()
    loop.join(60)
    assert not loop.is_alive()
