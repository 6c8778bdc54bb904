"""The first page with a big store behind it: twenty people click, while an answer comes in every second."""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
import numpy as np

from bench.engine.asking import SECTION
from bench.rows import Row
from tests.installation import free_port

SIZES = {"small": 1_000_000, "full": 50_000_000}
LASTS_SECONDS = {"small": 20.0, "full": 90.0}
PEOPLE = 20
UNITS = 400
# Somebody who reads what a page says clicks again after some seconds.
PAUSE_SECONDS = (2.0, 6.0)
PAGES = ("/", "/", "/", "/?period=7-days", "/?span=quarter", "/?channel=phone", "/?channel=chat")


def main(scale: str) -> None:
    cookies = prepared(SIZES[scale])
    with serving() as port, _answers_coming_in():
        for cookie in cookies:  # each has looked once this morning
            _click(port, cookie, "/")
        times = _clicks(port, cookies, LASTS_SECONDS[scale])
    first = times["/"]
    others = [took for page, held in times.items() if page != "/" for took in held]
    size = f"{SIZES[scale] / 1e6:g} M responses, {PEOPLE} people, an answer a second"
    rows = [
        Row(SECTION, "first page, p95", _ms(first, 0.95), "ms", None, None, len(first), size),
        Row(SECTION, "first page, median", _ms(first, 0.5), "ms", None, None, len(first), size),
        Row(SECTION, "first page, other filters, p95", _ms(others, 0.95), "ms", None, None, len(others), size),
    ]
    print(json.dumps([row.as_json() for row in rows]))


def _ms(times: list[float], quantile: float) -> float:
    return round(float(np.quantile(times, quantile)) * 1000, 1)


def prepared(size: int) -> list[str]:
    """A company, its store, and the session cookies of its people."""
    from bench.company import set_up

    place = set_up()
    from django.test import Client

    from aisance.accounts.models import Person
    from bench.bigstore import write_big_store

    _more_units()
    write_big_store(size, months=_two_years(), questions=("net_easy", "nps", "resolved"))
    _know_of(size)
    people = [Person.objects.get(pk=place.manager_id), *_people()]
    cookies = []
    for person in people[:PEOPLE]:
        client = Client(SERVER_NAME="localhost")
        client.force_login(person)
        cookies.append("; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items()))
    return cookies


def _more_units() -> None:
    """Centres of twenty teams."""
    from aisance.accounts.contracts import UnitKind
    from aisance.accounts.models import Unit
    from aisance.accounts.public import add_unit, root_unit
    from aisance.core.permissions import system_viewer

    by, root = system_viewer("bench"), root_unit().id
    centre = root
    for number in range(UNITS - Unit.objects.count()):
        kind = UnitKind.CENTRE if number % 21 == 0 else UnitKind.TEAM
        parent = root if kind == UnitKind.CENTRE else centre
        unit = add_unit(code=f"unit-{number}", name=f"Unit {number}", kind=kind, parent_id=parent, by=by)
        centre = unit.pk if kind == UnitKind.CENTRE else centre


def _people() -> list[Any]:
    """Nine more managers of the whole company, and ten supervisors of a centre each."""
    from aisance.accounts.models import Unit
    from aisance.accounts.public import add_person, assign_role, root_unit
    from aisance.core.permissions import Role, system_viewer

    by, root = system_viewer("bench"), root_unit().id
    places = [(Role.MANAGER, root)] * 9
    places += [(Role.SUPERVISOR, pk) for pk in Unit.objects.filter(kind="centre").values_list("pk", flat=True)[:10]]
    people = []
    for number, (role, unit) in enumerate(places):
        address = f"person-{number}@example.org"
        people.append(add_person(email=address, name=f"Person {number}", password="bench for ever", by=by))
        assign_role(person_id=people[-1].pk, role=role, unit_id=unit, by=by)
    return people


def _two_years() -> list[int]:
    """The last 24 months, this one included."""
    today = datetime.now(UTC).date()
    last = today.year * 12 + today.month - 1
    return [number // 12 * 100 + number % 12 + 1 for number in range(last - 23, last + 1)]


def _know_of(size: int) -> None:
    """Have the tables go on where the store ends, as if its rows were in them."""
    from aisance.accounts.public import root_unit
    from aisance.surveys.models import Answer, Response

    now = datetime.now(UTC)
    told = {"source": "fill", "external_id": "last", "kind": "hot", "unit_id": root_unit().id}
    Response.objects.create(id=size, answered_at=now, completed_at=now, **told)
    score = {"question": "nps", "scale": "nps_11", "score": 9}
    Answer.objects.create(id=size, response_id=size, day=now.date(), recorded_at=now, **score)


@contextmanager
def serving() -> Iterator[int]:
    """A server in a process of its own; the worker is the writer below, which would read the store again at leisure."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "aisance"), "serve", "--no-worker", "--port", str(port)]
    process = subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2):
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
    raise SystemExit("The server did not come.")


@contextmanager
def _answers_coming_in() -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", "bench.engine.writing"], stdin=subprocess.PIPE)
    try:
        yield
        assert process.poll() is None, "the writer stopped"
    finally:
        process.communicate(timeout=60)


def _clicks(port: int, cookies: list[str], lasts: float) -> dict[str, list[float]]:
    """Seconds of each click, by page."""
    times: dict[str, list[float]] = {page: [] for page in PAGES}
    ends = time.monotonic() + lasts

    def person(number: int) -> None:
        rng = random.Random(number)
        time.sleep(rng.uniform(0, PAUSE_SECONDS[1]))
        while time.monotonic() < ends:
            page = rng.choice(PAGES)
            times[page].append(_click(port, cookies[number], page))
            time.sleep(rng.uniform(*PAUSE_SECONDS))

    threads = [threading.Thread(target=person, args=(number,)) for number in range(len(cookies))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def _click(port: int, cookie: str, page: str) -> float:
    """Seconds until the whole page is there."""
    began = time.perf_counter()
    request = urllib.request.Request(f"http://127.0.0.1:{port}{page}", headers={"Cookie": cookie})
    with urllib.request.urlopen(request, timeout=60) as answer:
        text = answer.read()
        assert answer.url.endswith(page), answer.url  # not sent on to sign in
    assert b"Net Easy" in text
    return time.perf_counter() - began


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
