"""How long the first page takes with a million interactions and 200,000 responses behind it."""

import json
import statistics
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from bench.company import Place, set_up
from bench.rows import Row, seconds

SECTION = "dashboard"
DAYS = 365
ROUNDS = 15
CHANNELS = ("phone", "ivr", "email", "web", "selfcare", "chat", "sms", "social", "letter", "shop")
# The sums behind the first page, as one would write them over the tables: four figures by day for their value, the
# period before and the trend, then ease by channel and by step.
BY_DAY = (
    "SELECT a.day, count(*), sum({value}), sum({value} * {value}) FROM surveys_answer a"
    " WHERE a.question = '{question}' AND a.score IS NOT NULL AND a.day >= %s GROUP BY a.day"
)
BY_PLACE = (
    "SELECT r.{place}, count(*), sum({value}), sum({value} * {value}) FROM surveys_answer a"
    " JOIN surveys_response r ON r.id = a.response_id"
    " WHERE a.question = 'net_easy' AND a.score IS NOT NULL AND a.day >= %s GROUP BY r.{place}"
)
CALLS = (
    "SELECT i.day, count(*), sum(CASE WHEN i.outcome = 'answered' AND i.wait_seconds <= 20 THEN 1 ELSE 0 END)"
    " FROM journeys_interaction i WHERE i.channel = 'phone' AND i.direction = 'inbound' AND i.outcome IS NOT NULL"
    " AND i.day >= %s GROUP BY i.day"
)
EASE = "(CASE WHEN a.score <= 2 THEN 1 WHEN a.score >= 5 THEN -1 ELSE 0 END)"
NPS = "(CASE WHEN a.score >= 9 THEN 1 WHEN a.score <= 6 THEN -1 ELSE 0 END)"


def main(scale: str) -> None:
    place = set_up()
    interactions, responses = (50_000, 10_000) if scale == "small" else (1_000_000, 200_000)
    _fill(interactions, responses)
    rows = list(_figures(place, interactions, responses))
    print(json.dumps([row.as_json() for row in rows]))


def _figures(place: Place, interactions: int, responses: int) -> Iterator[Row]:
    from aisance.lake.public import pull, warm

    warm()
    written = [0]

    def bring() -> None:
        written[0] = pull()

    took = seconds(bring)
    size = f"{interactions:,} interactions, {responses:,} responses"
    yield Row(SECTION, "bringing all facts into the store", round(written[0] / took), "rows/s", None, None, 1, size)
    first, later = _pages(place)
    sql = statistics.median(seconds(_sums_in_sql) for _ in range(5))
    yield Row(
        SECTION, "first page, nothing remembered", _ms(first), "ms", _ms([sql]), _ratio(first, sql), len(first), SQL
    )
    yield Row(SECTION, "first page, again", _ms(later), "ms", _ms([sql]), _ratio(later, sql), len(later), SQL)
    yield Row(SECTION, "first page, again, p95", _ms([_p95(later)]), "ms", None, None, len(later), size)


SQL = "the page's sums in SQL over the tables, without a page"


def _ms(times: list[float]) -> float:
    return round(statistics.median(times) * 1000, 1)


def _ratio(times: list[float], reference: float) -> float:
    return round(statistics.median(times) / reference, 3)


def _p95(times: list[float]) -> float:
    return float(np.quantile(times, 0.95))


def _pages(place: Place) -> tuple[list[float], list[float]]:
    """Seconds of the first page: after a change of the store, and when the store is as it was."""
    from django.test import Client

    from aisance.accounts.models import Person

    client = Client(SERVER_NAME="localhost")
    client.force_login(Person.objects.get(pk=place.manager_id))
    assert client.get("/").status_code == 200
    first, later = [], []
    for _ in range(ROUNDS):
        one_more_answer()
        first.append(seconds(lambda: client.get("/")))
        later.append(seconds(lambda: client.get("/")))
    return first, later


def one_more_answer() -> None:
    """A fresh answer, so that nothing remembered about answers holds any more."""
    from aisance.core.permissions import system_viewer
    from aisance.journeys.contracts import Channel, InteractionDraft, Outcome
    from aisance.journeys.public import record_interactions
    from aisance.lake.public import pull
    from aisance.surveys.contracts import QuestionKind, ResponseDraft
    from aisance.surveys.public import record_responses

    by, now = system_viewer("bench"), datetime.now(UTC)
    name = f"fresh-{now.timestamp()}"
    call = InteractionDraft(
        source="bench",
        external_id=name,
        channel=Channel.PHONE,
        started_at=now,
        wait_seconds=3,
        outcome=Outcome.ANSWERED,
    )
    record_interactions([call], by=by)
    drafts = [ResponseDraft("bench", name, now, kind, 5) for kind in (QuestionKind.NET_EASY, QuestionKind.NPS)]
    record_responses(drafts, by=by)
    assert pull() > 0


def _sums_in_sql() -> None:
    from django.db import connection

    since = datetime.now(UTC).date() - timedelta(days=84)
    questions = [("net_easy", EASE), ("nps", NPS), ("resolved", "a.score")]
    asked = [BY_DAY.format(question=question, value=value) for question, value in questions]
    asked += [CALLS, BY_PLACE.format(place="channel", value=EASE), BY_PLACE.format(place="step_id", value=EASE)]
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute(sql, [since])
            cursor.fetchall()


def _fill(interactions: int, responses: int) -> None:
    """Straight into the tables: this section measures reading."""
    rng = np.random.default_rng(7)
    now = datetime.now(UTC).replace(microsecond=0)
    back = rng.integers(3600, DAYS * 86_400, interactions)
    moments = [now - timedelta(seconds=int(second)) for second in back]
    codes = _codes()
    _insert("journeys_interaction", _interaction_rows(rng, moments, codes))
    _insert("surveys_response", _response_rows(rng, moments[:responses], codes))
    _insert("surveys_answer", _answer_rows(rng, moments[:responses]))


def _codes() -> dict[str, list[int]]:
    from aisance.accounts.models import Unit
    from aisance.journeys.models import Reason, Step

    teams = Unit.objects.filter(kind="team")
    return {
        "unit": list(teams.values_list("pk", flat=True)),
        "step": list(Step.objects.values_list("pk", flat=True)),
        "reason": list(Reason.objects.values_list("pk", flat=True)),
    }


def _interaction_rows(rng: Any, moments: list[datetime], codes: dict[str, list[int]]) -> Iterator[dict[str, Any]]:
    channel = rng.integers(0, 10, len(moments))
    wait, handling = rng.integers(0, 120, len(moments)), rng.integers(30, 900, len(moments))
    for number, moment in enumerate(moments):
        yield {
            "source": "fill",
            "external_id": str(number),
            "channel": CHANNELS[channel[number]],
            "direction": "inbound",
            "step_id": codes["step"][number % 8],
            "reason_id": codes["reason"][number % 10],
            "unit_id": codes["unit"][number % 4],
            "language": "fr",
            "started_at": moment,
            "day": moment.date(),
            "wait_seconds": int(wait[number]),
            "handling_seconds": int(handling[number]),
            "outcome": "abandoned" if number % 12 == 0 else "answered",
            "ended_at": moment,
            "attributes": "{}",
            "recorded_at": moment,
        }


def _response_rows(rng: Any, moments: list[datetime], codes: dict[str, list[int]]) -> Iterator[dict[str, Any]]:
    channel = rng.integers(0, 10, len(moments))
    for number, moment in enumerate(moments):
        yield {
            "id": number + 1,
            "source": "fill",
            "external_id": str(number),
            "kind": "hot",
            "channel": CHANNELS[channel[number]],
            "step_id": codes["step"][number % 8],
            "reason_id": codes["reason"][number % 10],
            "unit_id": codes["unit"][number % 4],
            "language": "fr",
            "answered_at": moment,
            "completed_at": moment,
        }


def _answer_rows(rng: Any, moments: list[datetime]) -> Iterator[dict[str, Any]]:
    asked = (("net_easy", "net_easy_7", 1, 8), ("nps", "nps_11", 0, 11), ("resolved", "resolved_2", 0, 2))
    for question, scale, low, high in asked:
        scores = rng.integers(low, high, len(moments))
        for number, moment in enumerate(moments):
            place = {"response_id": number + 1, "question": question, "scale": scale, "text": ""}
            yield {**place, "score": int(scores[number]), "day": moment.date(), "recorded_at": moment}


def _insert(table: str, rows: Iterator[dict[str, Any]]) -> None:
    from django.db import connection, transaction

    first = next(rows)
    names = ", ".join(f'"{name}"' for name in first)
    marks = ", ".join(["%s"] * len(first))
    as_text = [tuple(_stored(v) for v in row.values()) for row in [first, *rows]]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", as_text)


def _stored(value: Any) -> Any:
    """As Django writes it into SQLite."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return value.isoformat() if isinstance(value, date) else value


if __name__ == "__main__":
    main(sys.argv[1])
