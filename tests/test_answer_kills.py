"""The server killed at random while sixteen customers answer: whatever was acknowledged is there, whole, once."""

import http.client
import random
import signal
import threading
from collections import Counter
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.installation import Installation, wait_for

pytestmark = [pytest.mark.kill, pytest.mark.xdist_group("kill")]

CLIENTS, KILLS = 16, 3
INVITED = 900

INVITATIONS = """
from datetime import UTC, datetime, timedelta
from aisance.accounts.public import root_unit
from aisance.surveys.models import Invitation, Programme, ProgrammeVersion
from aisance.surveys.tokens import new_token, sign

programme = Programme.objects.get()
version = ProgrammeVersion.objects.filter(published_at__isnull=False).order_by("-number").first()
now, unit = datetime.now(UTC), root_unit().id
rows = Invitation.objects.bulk_create(
    Invitation(programme=programme, version=version, unit_id=unit, language="en", state="delivered", decided_at=now,
               day=now.date(), due_at=now, expires_at=now + timedelta(days=1), token=new_token())
    for _ in range(%d)
)
print(*(f"{row.pk}:{sign(row.token)}" for row in rows))
"""
STORED = """
from aisance.surveys.models import Answer, Response
complete = set(Response.objects.filter(completed_at__isnull=False).values_list("external_id", flat=True))
print(Response.objects.count(), len(complete))
for pk, question, score, text in Answer.objects.values_list("response__external_id", "question", "score", "text"):
    print(pk, question, score if score is not None else text)
"""


def _body(pk: int) -> str:
    answers = {"net_easy.score": pk % 7 + 1, "nps.score": pk % 11, "resolved.score": pk % 2, "why.text": f"w{pk}"}
    return urlencode(answers)


def _post(port: int, pk: int, signed: str) -> int:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-For": f"198.18.{pk // 250}.{pk % 250}",
        "User-Agent": "Mozilla/5.0 (iPhone)",
    }
    try:
        line.request("POST", f"/a/{signed}/all/", _body(pk), headers)
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()


def _answer_until_stopped(
    port: int, invited: Any, stop: threading.Event, acknowledged: dict[int, int], said: Counter[int]
) -> None:
    """One customer after the other; each tries again until the server says that it has the answers."""
    for pk, signed in invited:
        while pk not in acknowledged and not stop.is_set():
            status = _post(port, pk, signed)
            said[status] += 1
            if status in {200, 302}:  # 200: they are there already, from the attempt before whose answer was lost
                acknowledged[pk] = status
            elif not status:
                stop.wait(0.5)
        if stop.is_set():
            return


def _wait_for_answers(acknowledged: dict[int, int], number: int) -> None:
    wait_for(f"{number} answers", lambda: len(acknowledged) >= number, seconds=150)


def test_every_acknowledged_response_is_there_complete_and_once(installation: Installation) -> None:
    installation.environment["AISANCE_TRUSTED_PROXIES"] = "1"
    pairs = [one.split(":", 1) for one in installation.python(INVITATIONS % INVITED).split()]
    invited = [(int(pk), signed) for pk, signed in pairs]
    stop, rng = threading.Event(), random.Random(4)
    acknowledged: dict[int, int] = {}
    said = Counter[int]()
    server = installation.serve("--threads", "16")
    clients = [
        threading.Thread(
            target=_answer_until_stopped, args=(installation.port, invited[n::CLIENTS], stop, acknowledged, said)
        )
        for n in range(CLIENTS)
    ]
    for client in clients:
        client.start()

    for number in range(KILLS):
        _wait_for_answers(acknowledged, (number + 1) * INVITED // (KILLS + 2))
        stop.wait(rng.uniform(0, 0.05))
        server.send_signal(signal.SIGKILL)
        server.wait()
        server = installation.serve("--threads", "16")
    _wait_for_answers(acknowledged, INVITED * 5 // 6)
    server.send_signal(signal.SIGKILL)
    server.wait()
    stop.set()
    for client in clients:
        client.join(timeout=30)

    lines = installation.python(STORED).splitlines()
    count, complete = map(int, lines[0].split())
    answers: dict[int, dict[str, str]] = {}
    for line in lines[1:]:
        pk, question, value = line.split()
        assert question not in answers.setdefault(int(pk), {})
        answers[int(pk)][question] = value
    whole = {
        pk: {"net_easy": str(pk % 7 + 1), "nps": str(pk % 11), "resolved": str(pk % 2), "why": f"w{pk}"}
        for pk in answers
    }
    assert answers == whole
    assert count == complete == len(answers)
    assert set(acknowledged) <= set(answers)
    assert len(acknowledged) >= INVITED * 5 // 6
    assert said[0] > 0  # connections were cut, so the kills fell among the answers
    assert set(said) <= {0, 200, 302, 503}
    assert " ERROR " not in (installation.home / "serve.log").read_text()
