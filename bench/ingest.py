"""How fast contacts, customers and answers come in, against writing the same rows without any of our code."""

import csv
import itertools
import json
import random
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench.company import Place, Twin, set_up
from bench.rows import Row, rates, seconds

ROUNDS = 5
SECTION = "ingest"
NUMBERS = itertools.count()


def _interaction(rng: random.Random) -> dict[str, Any]:
    number = next(NUMBERS)
    started = datetime(2026, 10, 1, tzinfo=UTC) + timedelta(seconds=rng.randrange(40 * 86_400))
    return {
        "source": "bench",
        "external_id": f"i{number}",
        "channel": rng.choice(["phone", "chat", "email", "web"]),
        "customer_external": f"c{rng.randrange(20_000)}",
        "step": f"step-{rng.randrange(8)}",
        "reason": f"reason-{rng.randrange(10)}",
        "unit": f"team-{rng.randrange(4)}",
        "advisor": f"advisor-{rng.randrange(40)}",
        "language": "fr",
        "started_at": started.isoformat(),
        "wait_seconds": rng.randrange(300),
        "handling_seconds": rng.randrange(30, 900),
        "outcome": "answered",
    }


def _customer(rng: random.Random) -> dict[str, Any]:
    number = next(NUMBERS)
    phone = f"+336{number % 100_000_000:08}"
    return {
        "external": f"k{number}",
        "email": f"k{number}@example.org",
        "phone": phone,
        "name": "A Name",
        "language": "fr",
    }


def _response(rng: random.Random) -> dict[str, Any]:
    number = next(NUMBERS)
    answered = datetime(2026, 10, 1, tzinfo=UTC) + timedelta(seconds=rng.randrange(40 * 86_400))
    place = {"channel": "phone", "step": f"step-{rng.randrange(8)}", "unit": f"team-{rng.randrange(4)}"}
    told = {"source": "bench", "external_id": f"r{number}", "answered_at": answered.isoformat()}
    return {**told, "question": "nps", "score": rng.randrange(11), "customer": f"c{rng.randrange(20_000)}", **place}


def _file(folder: Path, make: Callable[[random.Random], dict[str, Any]], rng: random.Random, rows: int) -> Path:
    path = folder / f"{next(NUMBERS)}.csv"
    table = [make(rng) for _ in range(rows)]
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    return path


def _rounds(work: Callable[[], int], twins: list[Twin]) -> Iterator[tuple[int, float, float]]:
    """Ours, then the bare side with the rows that ours wrote; the first round warms up and does not count."""
    for number in range(ROUNDS + 1):
        marks = [twin.last_id() for twin in twins]
        amount = [0]

        def ours(amount: list[int] = amount) -> None:
            amount[0] = work()

        own = seconds(ours)
        rows = [twin.rows_after(mark) for twin, mark in zip(twins, marks, strict=True)]
        other = sum(seconds(partial(twin.write, part)) for twin, part in zip(twins, rows, strict=True))
        if number:
            yield amount[0], own, other


def _importers(folder: Path, rows: int) -> Iterator[Row]:
    from aisance.core.permissions import system_viewer
    from aisance.intake.public import import_file, kinds

    rng, by = random.Random(1), system_viewer("bench")
    tables = {
        "interactions": (_interaction, ["journeys_interaction"]),
        "customers": (_customer, ["customers_customer", "customers_identifier"]),
        "responses": (_response, ["surveys_response", "surveys_answer"]),
    }
    for kind, (make, names) in tables.items():
        twins = [Twin(name) for name in names]

        def work(make: Any = make, kind: str = kind) -> int:
            report = import_file(kinds()[kind], _file(folder, make, rng, rows), by=by)
            return int(report.totals.accepted)

        yield _named(f"import {kind}", "rows/s", list(_rounds(work, twins)))


def _named(name: str, unit: str, rounds: list[tuple[int, float, float]]) -> Row:
    from django.db import connection

    way = "COPY" if connection.vendor == "postgresql" else "executemany"
    return rates(SECTION, f"{name}, {connection.vendor}", unit, rounds, f"bare {way} of the same rows")


def _batch_api(place: Place, requests: int) -> Row:
    """Batches of 1,000 over HTTP to a server in this process, as a switch would send them."""
    from aisance.cli.web import WebServer

    server = WebServer("127.0.0.1", 0, 4)
    server.start()
    rng = random.Random(2)
    url = f"http://127.0.0.1:{server.port}/api/v1/interactions"
    headers = {"Authorization": f"Bearer {place.key}", "Content-Type": "application/json"}
    prepared = iter(
        [json.dumps([_interaction(rng) for _ in range(1000)]).encode() for _ in range(requests * (ROUNDS + 1))]
    )

    def work() -> int:
        for body in itertools.islice(prepared, requests):
            with urllib.request.urlopen(urllib.request.Request(url, body, headers)) as answer:
                assert json.load(answer)["accepted"] == 1000
        return requests * 1000

    try:
        return _named(
            "batch API, 1,000 a request", "interactions/s", list(_rounds(work, [Twin("journeys_interaction")]))
        )
    finally:
        server.stop()


def main(scale: str) -> None:
    place = set_up()
    rows, requests = (2_000, 2) if scale == "small" else (20_000, 10)
    with tempfile.TemporaryDirectory() as folder:
        results = [*_importers(Path(folder), rows), _batch_api(place, requests)]
    print(json.dumps([row.as_json() for row in results]))


if __name__ == "__main__":
    main(sys.argv[1])
