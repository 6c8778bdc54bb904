"""How long until an answer given on the web counts on the first page, with a big store behind it."""

import json
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import django

from bench.engine.asking import SECTION
from bench.engine.clicking import prepared, serving
from bench.rows import Row

SIZES = {"small": 1_000_000, "full": 50_000_000}
ANSWERS = {"small": 5, "full": 20}
LOOK_AGAIN_SECONDS = 0.05
LONGEST_SECONDS = 300.0
THE_BAR = 5.0


def main(scale: str) -> None:
    size, answers = SIZES[scale], ANSWERS[scale]
    cookie = prepared(size)[0]
    links = _links(answers + 1)
    with serving() as port, _working():
        _seconds_until_counted(port, cookie, links[0])  # the first pays for what the others find ready
        times = [_seconds_until_counted(port, cookie, link) for link in links[1:]]
    about = f"the bar; {size / 1e6:g} M responses, from the POST to a first page that counts it"
    rows = [
        Row(SECTION, f"freshness, {name}", round(took, 2), "s", THE_BAR, round(took / THE_BAR, 3), len(times), about)
        for name, took in (("median", statistics.median(times)), ("max", max(times)))
    ]
    print(json.dumps([row.as_json() for row in rows]))


def _links(wanted: int) -> list[str]:
    """Where as many customers, who called a moment ago, may answer."""
    from aisance.core.events import deliver_events
    from aisance.core.permissions import system_viewer
    from aisance.customers.contracts import CustomerClaim, IdentifierKind
    from aisance.journeys.contracts import Channel, InteractionDraft, Outcome
    from aisance.journeys.public import record_interactions
    from aisance.surveys import ready
    from aisance.surveys.contracts import ProgrammeTerms
    from aisance.surveys.models import Invitation
    from aisance.surveys.public import ensure_default_programme, publish_draft, save_draft, switch_on
    from aisance.surveys.services.asking import ask_due
    from aisance.surveys.tokens import sign

    by = system_viewer("bench")
    programme = ensure_default_programme(by=by)
    rules = {**ready.RULES, "wait_minutes": 0}
    terms = ProgrammeTerms(subject=ready.SUBJECT, invitation=ready.INVITATION, questions=ready.QUESTIONS, **rules)
    save_draft(programme_id=programme, terms=terms, by=by)
    publish_draft(programme_id=programme, by=by)
    switch_on(programme_id=programme, by=by)
    began = datetime.now(UTC) - timedelta(minutes=3)
    calls = [
        InteractionDraft(
            source="bench",
            external_id=f"asked-{number}",
            channel=Channel.PHONE,
            started_at=began,
            customer=CustomerClaim({IdentifierKind.EMAIL: f"asked{number}@example.org"}, "A Name", "en"),
            handling_seconds=60,
            outcome=Outcome.ANSWERED,
        )
        for number in range(wanted)
    ]
    record_interactions(calls, by=by)
    while deliver_events() or ask_due():
        pass
    links = [f"/a/{sign(token)}/" for token in Invitation.objects.values_list("token", flat=True)]
    assert len(links) == wanted
    return links


@contextmanager
def _working() -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", "bench.engine.working"], stdin=subprocess.PIPE, env=os.environ)
    try:
        yield
        assert process.poll() is None, "the worker stopped"
    finally:
        process.communicate(timeout=60)


def _seconds_until_counted(port: int, cookie: str, link: str) -> float:
    """Answers the question on ease, then looks at the first page until it counts one more."""
    before = _counted(port, cookie)
    began = time.monotonic()
    score = urllib.parse.urlencode({"score": "2"}).encode()
    # What says that it is a script is set apart, and counts in no figure.
    given = urllib.request.Request(f"http://127.0.0.1:{port}{link}1/", score, {"User-Agent": "Mozilla/5.0 (Mobile)"})
    with urllib.request.urlopen(given, timeout=60) as page:
        assert page.url.endswith("/2/"), page.url
    while _counted(port, cookie) <= before:
        assert time.monotonic() - began < LONGEST_SECONDS, "the answer does not count"
        time.sleep(LOOK_AGAIN_SECONDS)
    return time.monotonic() - began


def _counted(port: int, cookie: str) -> int:
    """How many answers on ease the first page counts."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Cookie": cookie, "Accept-Language": "en"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        page = answer.read().decode()
    found = re.search(r'<li class="tile.*?Net Easy.*?class="n">n = ([^<]+)<', page, re.DOTALL)
    assert found, "the first page shows no tile of Net Easy"
    return int(re.sub(r"\D", "", found.group(1)))


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
