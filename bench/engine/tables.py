"""Responses straight into the tables: these sections measure reading."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from bench.bigstore import CHANNELS

DAYS = 700
BATCH = 50_000


def fill(responses: int, *, first: int = 1) -> None:
    """As many responses with one answer each, to the question of NPS, over 700 days."""
    from django.db import connection, transaction

    from aisance.accounts.models import Unit
    from aisance.journeys.models import Step

    units = list(Unit.objects.filter(kind="team").order_by("pk").values_list("pk", flat=True))
    steps = list(Step.objects.order_by("pk").values_list("pk", flat=True))
    made = _rows(responses, first, units, steps)
    for rows in itertools.batched(made, BATCH):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(_insert("surveys_response", RESPONSE), [row[0] for row in rows])
            cursor.executemany(_insert("surveys_answer", ANSWER), [row[1] for row in rows])


RESPONSE = (
    *("id", "source", "external_id", "kind", "channel", "step_id", "unit_id", "language"),
    *("answered_at", "completed_at"),
)
ANSWER = ("id", "response_id", "question", "scale", "score", "text", "day", "recorded_at")


def _insert(table: str, names: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"


def _rows(count: int, first: int, units: list[int], steps: list[int]) -> Iterator[tuple[tuple[Any, ...], ...]]:
    rng = np.random.default_rng(first)
    start = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0) - timedelta(days=DAYS)
    days = [(start + timedelta(days=day)) for day in range(DAYS)]
    drawn = zip(
        rng.integers(0, DAYS, count).tolist(),
        rng.integers(0, len(CHANNELS), count).tolist(),
        rng.integers(0, len(steps), count).tolist(),
        rng.integers(0, len(units), count).tolist(),
        rng.integers(0, 11, count).tolist(),
        strict=True,
    )
    for number, (day, channel, step, unit, score) in enumerate(drawn, start=first):
        at = days[day]
        response = (number, "fill", str(number), "hot", CHANNELS[channel], steps[step], units[unit], "fr", at, at)
        yield response, (number, number, "nps", "nps_11", score, "", date(at.year, at.month, at.day), at)
