"""A whole questionnaire posted by 16 clients at once: our writer against a plain ORM view under the same server."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.company import Place, set_up
from bench.rows import Row

SECTION = "answers"
THREADS = 16
WAYS = {"all": "/a/{}/all/", "plain": "/plain/{}/", "durable": "/plain-durable/{}/"}


def main(scale: str) -> None:
    os.environ["AISANCE_TRUSTED_PROXIES"] = "1"
    place = set_up()
    rounds, ours, theirs = (2, 800, 300) if scale == "small" else (5, 3_000, 1_000)
    rows = [row.as_json() for row in _rows(place, rounds, {"all": ours, "plain": theirs, "durable": theirs})]
    print(json.dumps(rows))


def _rows(place: Place, rounds: int, amounts: dict[str, int]) -> Iterator[Row]:
    from django.conf import settings
    from django.db import connection

    from aisance.cli.web import WebServer
    from aisance.core.grouped import serve_in_threads

    settings.ROOT_URLCONF = "bench.answers.plain"
    programme = _programme()
    server = WebServer("127.0.0.1", 0, THREADS)
    serve_in_threads()
    server.start()
    ways = [way for way in WAYS if way != "durable" or connection.vendor == "sqlite"]
    taken: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
    fsyncs = []
    try:
        for number in range(rounds + 1):
            fsyncs.append(_fsyncs())
            for way in ways:
                count = amounts[way] if number else 200  # the first round warms up and does not count
                run = _post(server.port, way, _invitations(programme, count))
                assert run["said"] == {"302": count}, run["said"]
                taken[way] += [run] if number else []
    finally:
        server.stop()
    _check()
    yield from _report(taken, connection.vendor, statistics.median(fsyncs))


def _report(taken: dict[str, list[dict[str, Any]]], vendor: str, fsyncs: float) -> Iterator[Row]:
    rates = {way: [len(run["milliseconds"]) / run["seconds"] for run in runs] for way, runs in taken.items()}
    against = {"plain": "the same write as a plain ORM view", "durable": "the same, on the disk before acknowledged"}
    for way, words in against.items():
        if way in rates:
            ratio = statistics.median(a / b for a, b in zip(rates["all"], rates[way], strict=True))
            yield _row(f"whole questionnaires, {vendor}", rates["all"], "answers/s", rates[way], ratio, words)
    for share in (50, 99):
        times = {way: [_percentile(run["milliseconds"], share) for run in runs] for way, runs in taken.items()}
        ratio = statistics.median(a / b for a, b in zip(times["all"], times["plain"], strict=True))
        yield _row(f"p{share}, 16 clients, {vendor}", times["all"], "ms", times["plain"], ratio, against["plain"])
    yield Row(SECTION, f"fsync of 4 kB beside it, {vendor}", round(fsyncs, 1), "a second", None, None, 1, "the disk")


def _row(name: str, ours: list[float], unit: str, theirs: list[float], ratio: float, against: str) -> Row:
    value, reference = statistics.median(ours), statistics.median(theirs)
    return Row(SECTION, name, round(value, 1), unit, round(reference, 1), round(ratio, 2), len(ours), against)


def _percentile(times: list[float], share: int) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def _post(port: int, way: str, signed: list[str]) -> dict[str, Any]:
    """Sixteen clients in a process of their own."""
    body = {"net_easy.score": "2", "nps.score": "9", "resolved.score": "1", "why.text": "Rapide et clair, merci."}
    told = {"port": port, "posts": [[WAYS[way].format(link), urlencode(body)] for link in signed]}
    command = [sys.executable, "-m", "bench.answers.clients"]
    done = subprocess.run(command, input=json.dumps(told), stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _programme() -> Any:
    from aisance.core.permissions import system_viewer
    from aisance.surveys.models import Programme
    from aisance.surveys.public import ensure_default_programme, switch_on

    by = system_viewer("bench")
    programme_id = ensure_default_programme(by=by)
    switch_on(programme_id=programme_id, by=by)
    return Programme.objects.get(pk=programme_id)


def _invitations(programme: Any, count: int) -> list[str]:
    """Invitations that were sent, each about a call of its own; the signed ends of their links."""
    from aisance.accounts.public import root_unit
    from aisance.customers.models import Customer
    from aisance.journeys.models import Interaction
    from aisance.surveys.models import Invitation
    from aisance.surveys.tokens import new_token, sign

    now = datetime.now(UTC)
    unit, version = root_unit().id, programme.versions.get(published_at__isnull=False)
    mark = new_token()
    customer = Customer.objects.create(name="Bench", created_at=now) if not Customer.objects.exists() else None
    customer = customer or Customer.objects.first()
    calls = Interaction.objects.bulk_create(
        Interaction(
            source="bench",
            external_id=f"{mark}{number}",
            channel="phone",
            customer=customer,
            unit_id=unit,
            started_at=now,
            ended_at=now,
            day=now.date(),
            recorded_at=now,
            outcome="answered",
        )
        for number in range(count)
    )
    rows = Invitation.objects.bulk_create(
        Invitation(
            programme=programme,
            version=version,
            interaction=call,
            customer=customer,
            unit_id=unit,
            language="fr",
            state="delivered",
            decided_at=now,
            day=now.date(),
            due_at=now,
            sent_at=now,
            expires_at=now + timedelta(days=7),
            token=new_token(),
        )
        for call in calls
    )
    return [sign(row.token) for row in rows]


def _check() -> None:
    """Every response is there once and complete, whichever way it came."""
    from aisance.surveys.models import Answer, Invitation, Response

    count = Invitation.objects.count()
    assert Response.objects.filter(completed_at__isnull=False).count() == count
    assert Answer.objects.count() == 4 * count


def _fsyncs() -> float:
    """How often the disk can be waited for in a second, with 4 kB each time."""
    with tempfile.NamedTemporaryFile(dir=os.environ["AISANCE_HOME"]) as file:
        started, times = time.perf_counter(), 0
        while time.perf_counter() - started < 0.5:
            os.write(file.fileno(), b"x" * 4096)
            os.fsync(file.fileno())
            times += 1
        assert Path(file.name).exists()
    return times / 0.5


if __name__ == "__main__":
    main(sys.argv[1])
