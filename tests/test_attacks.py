"""What an attacker tries at the pages of staff: numbers and days at the ends of the world, what lies elsewhere."""

import io
import socket
import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from aisance.accounts.public import ensure_advisors
from aisance.cli.headers import CarefulReader
from aisance.cli.web import WebServer
from aisance.core.permissions import Role
from aisance.project.health import examine
from aisance.project.installation import prepare
from aisance.surveys.public import ensure_default_programme
from tests.cast import BY, Cast

HUGE = 10**30
PERIODS = (
    "/?period=custom&from=0001-01-01&to=9999-12-31",
    "/indicators/?period=custom&from=0001-01-01&to=9999-12-31",
    "/indicators/nps/?from=0001-01-01&to=9999-12-31",
    "/answers/?start=0001-01-01&end=9999-12-31",
    "/programmes/after-a-contact/?start=0001-01-01&end=9999-12-31",
)


@pytest.fixture
def manager(cast: Cast) -> Client:
    """The browser of somebody who sees most pages of the whole company."""
    ensure_default_programme(by=BY)
    return cast.client(Role.MANAGER)


@pytest.mark.parametrize("address", PERIODS)
def test_days_at_the_ends_of_the_calendar_are_refused(address: str, manager: Client) -> None:
    assert manager.get(address).status_code == 422


def test_a_file_of_days_at_the_ends_of_the_calendar_does_not_exist(manager: Client) -> None:
    address = reverse("programme-decisions", kwargs={"code": "after-a-contact"})

    assert manager.get(f"{address}?start=0001-01-01&end=9999-12-31").status_code == 404


def test_the_trail_of_days_at_the_ends_of_the_calendar_is_empty(cast: Cast) -> None:
    response = cast.client(Role.ADMINISTRATOR).get("/administration/audit/?first=0001-01-01&last=9999-12-31")

    assert response.status_code == 422
    assert response.context["rows"] == []


@pytest.mark.parametrize(
    "address", ["/?period=custom&from=1970-01-01&to=2199-12-31", "/?period=custom&from=2199-01-01"]
)
def test_the_longest_period_is_read(address: str, manager: Client) -> None:
    assert manager.get(address).status_code in {200, 422}


@pytest.mark.parametrize(
    ("role", "name", "argument"),
    [
        (Role.MANAGER, "customer-detail", "customer_id"),
        (Role.SUPERVISOR, "customer-detail", "customer_id"),
        (Role.MANAGER, "outgoing-detail", "message_id"),
        (Role.ADMINISTRATOR, "person-detail", "person_id"),
        (Role.ADMINISTRATOR, "unit-rename", "unit_id"),
    ],
)
def test_a_number_too_large_for_the_database_does_not_exist(role: Role, name: str, argument: str, cast: Cast) -> None:
    for number in (2**63 - 1, 2**63, HUGE):
        assert cast.client(role).get(reverse(name, kwargs={argument: number})).status_code == 404


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("role-give", "person_id"),
        ("person-close", "person_id"),
        ("person-reopen", "person_id"),
        ("person-invite", "person_id"),
        ("role-take", "assignment_id"),
        ("key-revoke", "key_id"),
        ("outgoing-retry", "message_id"),
    ],
)
def test_nothing_can_be_done_to_a_number_too_large(name: str, argument: str, cast: Cast) -> None:
    assert cast.client(Role.ADMINISTRATOR).post(reverse(name, kwargs={argument: HUGE})).status_code == 404


def test_an_advisor_elsewhere_is_as_unknown_as_one_who_does_not_exist(cast: Cast) -> None:
    ensure_advisors({"near": cast.units["lille-b"].pk, "far": cast.units["namur-a"].pk, "free": None}, by=BY)
    client = cast.client(Role.SUPERVISOR)

    answers = {code: client.get(f"/api/v1/indicators/nps?advisor={code}") for code in ("near", "far", "free", "none")}

    assert {code: answer.status_code for code, answer in answers.items()} == {
        "near": 200,
        "far": 422,
        "free": 200,
        "none": 422,
    }
    assert answers["far"].content.replace(b"far", b"none") == answers["none"].content
    assert cast.client(Role.MANAGER).get("/api/v1/indicators/nps?advisor=far").status_code == 200


@pytest.mark.parametrize("address", ["/", "/customers/", "/answers/", "/api/v1/indicators/nps"])
def test_no_proxy_and_no_shared_browser_keeps_a_page_of_staff(address: str, manager: Client) -> None:
    assert manager.get(address).headers["Cache-Control"] == "private, no-store"


def test_the_home_folder_is_its_owners_alone(tmp_path: Path, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "made" / "home"
    monkeypatch.setattr(settings, "ENVIRONMENT", settings.ENVIRONMENT.model_copy(update={"home": home}))

    prepare()

    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert _storage_mend() == ""

    home.chmod(0o755)

    assert _storage_mend() == f"Everybody on this machine may look in there. Run: chmod o= {home}"


def _storage_mend() -> str:
    return next(finding.mend for finding in examine() if finding.check == "storage")


def test_a_request_with_endless_headers_is_cut_off() -> None:
    server = WebServer("127.0.0.1", 0, 1)
    server.start()
    try:
        answer = _answer_to(server.port, b"GET /health HTTP/1.1\r\nHost: localhost\r\n" + b"X: " + b"a" * 100_000)
    finally:
        server.stop()

    assert answer[:12] in {b"HTTP/1.1 413", b""}


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Content-Length: 5\r\nContent-Length: 6",
        b"Content-Length: +5",
        b"Content-Length: -1",
        b"Content-Length: 1\r\n 5",
        b"Content-Length : 5",
        b"Host: elsewhere.example",
        b"X-Any: a\rTransfer-Encoding: chunked",
    ],
)
def test_a_request_that_a_proxy_may_understand_otherwise_is_refused(headers: bytes) -> None:
    server = WebServer("127.0.0.1", 0, 1)
    server.start()
    try:
        answer = _answer_to(server.port, b"POST /hooks/sms/ HTTP/1.1\r\nHost: localhost\r\n" + headers)
    finally:
        server.stop()

    assert answer.startswith(b"HTTP/1.1 400")


def test_chunks_are_not_taken_for_the_next_request() -> None:
    server = WebServer("127.0.0.1", 0, 1)
    server.start()
    sent = b"HEAD /static/ui/tokens.css HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
            line.sendall(sent)
            answers = b"".join(iter(lambda: line.recv(1000), b""))
    finally:
        server.stop()

    assert answers.count(b"HTTP/1.1 ") == 1
    assert b"Connection: close" in answers


def test_a_header_with_an_underscore_is_not_taken_for_one_that_the_proxy_writes() -> None:
    sent = b"X-Forwarded-For: 192.0.2.7\r\nX_Forwarded_For: 198.51.100.1\r\nX-Forwarded-For: 192.0.2.8\r\n\r\n"

    assert CarefulReader()(io.BytesIO(sent)) == {b"X-Forwarded-For": b"192.0.2.7, 192.0.2.8"}


def _answer_to(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        try:
            line.sendall(request + b"\r\n\r\n")
            return line.recv(1000)
        except ConnectionError:
            return b""  # it hung up while we were still talking, which may overtake its answer


def test_a_request_that_comes_letter_by_letter_is_read_whole() -> None:
    server = WebServer("127.0.0.1", 0, 1)
    server.start()
    request = b"HEAD /static/ui/tokens.css HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 600 + b"\r\n\r\n"
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for place in range(len(request)):
                line.sendall(request[place : place + 1])
            first = line.recv(1000)
            line.sendall(request + request)  # two at once: the second has arrived before the first is answered
            line.shutdown(socket.SHUT_WR)  # nothing more is asked: the server ends the line after its last answer
            others = b"".join(iter(lambda: line.recv(1000), b""))
    finally:
        server.stop()

    assert first.startswith(b"HTTP/1.1 200")
    assert others.count(b"HTTP/1.1 200") == 2
