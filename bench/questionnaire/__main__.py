"""Measures the page, one COUNT query an answer option, and loading every response: all with the same figures."""

import json
import statistics
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from bench.company import Place, set_up
from bench.questionnaire.asked import ours, programme, say_words
from bench.questionnaire.drawn import DAYS, FIRST, Figures, columns
from bench.questionnaire.peers import by_counting, by_looping, fill_wide
from bench.questionnaire.store import fill_store
from bench.rows import Row, seconds

SECTION = "answers"
LOOKS = 5
WARM = 3
"""Looks before the first that is measured: cells are held in memory from the second on."""


def main(scale: str) -> None:
    place = set_up()
    rows: list[dict[str, Any]] = []
    for responses, rounds in ((5_000, 2), (20_000, 2)) if scale == "small" else ((100_000, 5), (1_000_000, 2)):
        rows += [row.as_json() for row in _measured(place, responses, rounds)]
    print(json.dumps(rows))


def _measured(place: Place, responses: int, rounds: int) -> Iterator[Row]:
    from django.db import connection
    from django.test import Client

    from aisance.accounts.models import Person
    from aisance.lake import duck, engine

    drawn = columns(responses)
    asked = programme()
    say_words(asked)
    fill_wide(drawn)
    fill_store(drawn, asked.versions.get().pk)
    client = Client(SERVER_NAME="localhost")
    client.force_login(Person.objects.get(pk=place.manager_id))

    def shown(later: int = 0) -> None:
        """The page, of a period that begins some days later."""
        days = f"start={FIRST + timedelta(days=later)}&end={FIRST + timedelta(days=DAYS - 1)}"
        assert client.get(f"/programmes/{asked.code}/results/?{days}").status_code == 200

    def first_look() -> float:
        """The median of some looks, before each of which every sum was forgotten."""
        return statistics.median(_after(engine.forget, shown) for _ in range(LOOKS))

    for _ in range(WARM):
        _after(engine.forget, shown)
    first, again, counting, looping = [], [], [], []
    for _ in range(rounds):
        first.append(first_look())
        again.append(seconds(shown))
        by_count, took = _timed(by_counting)
        counting.append(took)
        by_loop, took = _timed(by_looping)
        looping.append(took)
        assert by_count == by_loop == ours(asked)
    others = [seconds(partial(shown, later)) for later in range(1, 1 + LOOKS)]
    held, duck.CELL_ROWS = duck.CELL_ROWS, 0
    opened = [_after(engine.forget, shown) for _ in range(LOOKS)]
    duck.CELL_ROWS = held
    name = f"{responses:,} responses, {connection.vendor}"
    ways = {"one COUNT query an option": counting, "loading every response and looping": looping}
    for against, theirs in ways.items():
        yield _row(f"results of 20 questions, {name}", first, theirs, against)
    told = {
        "the same page again": (again, "remembered"),
        "another period": (others, "never asked for: its queries are compiled too"),
        "the same page from files": (opened, "no cells in memory, as after the store was written anew"),
    }
    for what, (times, how) in told.items():
        yield Row(SECTION, f"{what}, {name}", _ms(times), "ms", None, None, len(times), how)


def _after(before: Callable[[], object], work: Callable[[], object]) -> float:
    before()
    return seconds(work)


def _row(name: str, ours: list[float], theirs: list[float], against: str) -> Row:
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    return Row(SECTION, name, _ms(ours), "ms", _ms(theirs), round(ratio, 4), len(ours), against)


def _ms(times: list[float]) -> float:
    return round(statistics.median(times) * 1000, 1)


def _timed(work: Callable[[], Figures]) -> tuple[Figures, float]:
    found: list[Figures] = []
    took = seconds(lambda: found.append(work()))
    return found[0], took


if __name__ == "__main__":
    main(sys.argv[1])
