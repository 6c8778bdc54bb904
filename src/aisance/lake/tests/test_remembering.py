"""What is remembered is bounded, and whoever asks together waits for one reading."""

from collections.abc import Sequence
from contextlib import suppress
from threading import Event, Thread
from typing import Any

import pytest

from aisance.lake.remembering import Key, Memory


def _memory(*, results: int = 10, rows: int = 100, rows_each: int = 50) -> Memory:
    return Memory(results=results, rows=rows, rows_each=rows_each)


def _asked(memory: Memory, key: str, rows: int = 1) -> list[str]:
    """What was read for the key: empty where it was remembered."""
    read: list[str] = []

    def made() -> tuple[Any, ...]:
        read.append(key)
        return tuple(range(rows))

    assert memory.once((key,), made) == tuple(range(rows))
    return read


def test_who_asks_together_waits_for_one_reading() -> None:
    memory, began, may_end = _memory(), Event(), Event()
    read: list[int] = []
    given: list[tuple[Any, ...]] = []

    def slow() -> tuple[Any, ...]:
        read.append(1)
        began.set()
        may_end.wait(30)
        return ("a figure",)

    people = [Thread(target=lambda: given.append(memory.once(("same",), slow))) for _ in range(8)]
    people[0].start()
    assert began.wait(30)
    for person in people[1:]:
        person.start()
    may_end.set()
    for person in people:
        person.join(30)

    assert given == [("a figure",)] * 8
    assert read == [1]


def test_a_reading_that_fails_fails_for_its_own_asker_only() -> None:
    memory, began, may_end = _memory(), Event(), Event()
    problems: list[str] = []
    given: list[tuple[Any, ...]] = []

    def fails() -> tuple[Any, ...]:
        began.set()
        may_end.wait(30)
        raise OSError("gone")

    def first() -> None:
        try:
            memory.once(("same",), fails)
        except OSError as problem:
            problems.append(str(problem))

    one = Thread(target=first)
    one.start()
    assert began.wait(30)
    other = Thread(target=lambda: given.append(memory.once(("same",), lambda: ("a figure",))))
    other.start()
    may_end.set()
    one.join(30)
    other.join(30)

    assert problems == ["gone"]
    assert given == [("a figure",)]


def test_what_was_read_while_everything_was_forgotten_is_not_kept() -> None:
    memory = _memory()

    def forgotten_meanwhile() -> tuple[Any, ...]:
        memory.clear()
        return ("old",)

    assert memory.once(("same",), forgotten_meanwhile) == ("old",)
    assert memory.once(("same",), lambda: ("new",)) == ("new",)


@pytest.mark.parametrize(("bounds", "rows"), [({"results": 2}, 1), ({"rows": 20}, 10)])
def test_the_least_lately_used_is_forgotten_first(bounds: dict[str, int], rows: int) -> None:
    memory = _memory(**bounds)
    assert _asked(memory, "a", rows) == ["a"]
    assert _asked(memory, "b", rows) == ["b"]
    assert _asked(memory, "a", rows) == []

    assert _asked(memory, "c", rows) == ["c"]

    assert _asked(memory, "a", rows) == []
    assert _asked(memory, "b", rows) == ["b"]


def test_a_long_result_is_given_and_not_kept() -> None:
    memory = _memory(rows_each=5)

    assert _asked(memory, "long", 6) == ["long"]
    assert _asked(memory, "long", 6) == ["long"]


def test_what_is_missing_is_read_together_and_what_is_held_is_not() -> None:
    memory = _memory()
    _asked(memory, "b")
    read: list[Any] = []

    def made(keys: Sequence[Key]) -> list[tuple[Any, ...]]:
        read.append([*keys])
        return [(key[0],) for key in keys]

    assert memory.each([("a",), ("b",), ("c",)], made) == [("a",), (0,), ("c",)]
    assert memory.each([("c",), ("a",)], made) == [("c",), ("a",)]
    assert read == [[("a",), ("c",)]]


def test_what_another_failed_to_read_is_read_again() -> None:
    memory, began, may_end = _memory(), Event(), Event()
    given: list[list[tuple[Any, ...]]] = []

    def fails(_keys: Sequence[Key]) -> list[tuple[Any, ...]]:
        began.set()
        may_end.wait(30)
        raise OSError("gone")

    def asks() -> None:
        with suppress(OSError):
            memory.each([("a",), ("b",)], fails)

    def reads(keys: Sequence[Key]) -> list[tuple[Any, ...]]:
        may_end.set()
        return [(key[0],) for key in keys]

    first = Thread(target=asks)
    first.start()
    assert began.wait(30)
    # It reads what is missing before it waits for what the other reads.
    second = Thread(target=lambda: given.append(memory.each([("b",), ("c",)], reads)))
    second.start()
    second.join(30)
    first.join(30)

    assert given == [[("b",), ("c",)]]
