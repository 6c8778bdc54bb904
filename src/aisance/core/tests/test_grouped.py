"""Writes in groups: what arrives together shares a commit, a bad one fails alone, and too many are turned away."""

import os
import threading
from collections.abc import Iterator, Sequence

import pytest

from aisance.core import grouped
from aisance.core.grouped import BusyError, GroupWriter


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouped, "_serving", True)


class Slow:
    """Writes when it is let; keeps the groups that it was given. Items below zero are bad."""

    def __init__(self) -> None:
        self.gate, self.entered = threading.Event(), threading.Event()
        self.groups: list[list[int]] = []
        self.problems: list[str] = []

    def apply(self, items: Sequence[int]) -> list[str]:
        self.entered.set()
        assert self.gate.wait(10)
        self.groups.append([*items])
        if any(item < 0 for item in items):
            raise ValueError("a bad item")
        return [f"wrote {item}" for item in items]

    def note(self, problem: BaseException) -> None:
        self.problems.append(str(problem))


def together(writer: GroupWriter[int, str], slow: Slow, items: Sequence[int]) -> list[str]:
    """Write the first item, then the others while the first is being written; what each was told."""
    told: dict[int, str] = {}

    def write(item: int) -> None:
        try:
            told[item] = writer.write(item)
        except (ValueError, BusyError) as problem:
            told[item] = type(problem).__name__

    threads = [threading.Thread(target=write, args=[item]) for item in items]
    threads[0].start()
    assert slow.entered.wait(10)
    for number, thread in enumerate(threads[1:], start=1):
        thread.start()
        while thread.is_alive() and len(writer._queue) < number:
            thread.join(0.001)
    slow.gate.set()
    for thread in threads:
        thread.join(10)
    return [told[item] for item in items]


@pytest.fixture
def slow() -> Iterator[Slow]:
    one = Slow()
    yield one
    one.gate.set()


def test_without_a_server_each_item_is_written_at_once_by_its_caller(slow: Slow) -> None:
    slow.gate.set()
    writer = GroupWriter("test", slow.apply, capacity=8, largest=8)

    assert [writer.write(1), writer.write(2)] == ["wrote 1", "wrote 2"]
    assert slow.groups == [[1], [2]]
    assert writer._thread is None


@pytest.mark.usefixtures("serving")
def test_what_arrives_while_one_is_written_shares_the_next_commit(slow: Slow) -> None:
    writer = GroupWriter("test", slow.apply, capacity=8, largest=8)

    assert together(writer, slow, [1, 2, 3, 4]) == ["wrote 1", "wrote 2", "wrote 3", "wrote 4"]
    assert slow.groups == [[1], [2, 3, 4]]


@pytest.mark.usefixtures("serving")
def test_a_group_is_at_most_so_large(slow: Slow) -> None:
    writer = GroupWriter("test", slow.apply, capacity=8, largest=2)

    together(writer, slow, [1, 2, 3, 4])

    assert slow.groups == [[1], [2, 3], [4]]


@pytest.mark.usefixtures("serving")
def test_a_bad_item_fails_alone(slow: Slow) -> None:
    writer = GroupWriter("test", slow.apply, capacity=8, largest=8, recover=slow.note)

    assert together(writer, slow, [1, 2, -3, 4]) == ["wrote 1", "wrote 2", "ValueError", "wrote 4"]
    assert slow.groups == [[1], [2, -3, 4], [2], [-3], [4]]
    assert slow.problems == ["a bad item", "a bad item"]


@pytest.mark.usefixtures("serving")
def test_too_many_are_turned_away_and_not_written(slow: Slow) -> None:
    writer = GroupWriter("test", slow.apply, capacity=2, largest=8)

    assert together(writer, slow, [1, 2, 3, 4]) == ["wrote 1", "wrote 2", "wrote 3", "BusyError"]
    assert slow.groups == [[1], [2, 3]]


@pytest.mark.usefixtures("serving")
def test_who_waits_too_long_is_not_acknowledged(slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouped, "PATIENCE_SECONDS", 0.01)
    writer = GroupWriter("test", slow.apply, capacity=8, largest=8)

    with pytest.raises(BusyError):
        writer.write(1)


@pytest.mark.usefixtures("serving")
def test_after_a_fork_the_thread_begins_anew(slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    slow.gate.set()
    writer = GroupWriter("test", slow.apply, capacity=8, largest=8)
    assert writer.write(1) == "wrote 1"
    first = writer._thread

    monkeypatch.setattr(os, "getpid", lambda: -1)  # as a child sees itself

    assert writer.write(2) == "wrote 2"
    assert writer._thread is not first
