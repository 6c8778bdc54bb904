"""Debian's kannel for tests: a real SMS gateway, with its own fake SMS centre behind it."""

import http.server
import queue
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.test import Client

FAKE_CENTRE = Path("/usr/lib/kannel/test/fakesmsc")
PATIENCE = 20.0


def is_there() -> bool:
    """Whether this machine has kannel and its fake centre."""
    return bool(shutil.which("bearerbox", path="/usr/sbin:/usr/bin") and FAKE_CENTRE.exists())


@dataclass
class Kannel:
    """A running gateway. `sendsms` is where it takes texts over HTTP."""

    home: Path
    sendsms: int
    centre: int

    def arrived(self) -> list[str]:
        """The texts that reached phones, as the fake centre prints them: sender, receiver, kind, words."""
        log = (self.home / "phones.log").read_text(errors="replace")
        return [found.strip() for found in re.findall(r"Got message \d+: <([^>]*)>", log)]

    def wait_for(self, what: Callable[[], object]) -> None:
        """Wait until something is true."""
        until = time.monotonic() + PATIENCE
        while not what():
            assert time.monotonic() < until, "kannel did not do it in time"
            time.sleep(0.05)


def _free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _settings(admin: int, boxes: int, centre: int, sendsms: int, hook: str, home: Path) -> str:
    return f"""
group = core
admin-port = {admin}
admin-password = admin
smsbox-port = {boxes}
box-allow-ip = "127.0.0.1"
log-file = "{home}/bearerbox.log"
log-level = 0

group = smsc
smsc = fake
smsc-id = fake
port = {centre}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
log-file = "{home}/smsbox.log"
log-level = 0

group = sendsms-user
username = aisance
password = secret
concatenation = true
max-messages = 10

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "{hook}?from=%p&to=%P&text=%b&id=%I"
"""


@dataclass
class Relay:
    """Takes what kannel reports, at once, and hands it on when the test has time: two databases bear it alike."""

    port: int
    waiting: queue.SimpleQueue[tuple[str, dict[str, str]]]

    @property
    def url(self) -> str:
        return f"http://any:hush@127.0.0.1:{self.port}/hooks/sms/"

    def hand_on(self) -> list[int]:
        """Bring to the product what has come; its answers."""
        answers = []
        with suppress(queue.Empty):
            while True:
                path, headers = self.waiting.get_nowait()
                answers.append(Client().get(path, headers=headers).status_code)
        return answers


@contextmanager
def relay() -> Iterator[Relay]:
    """Run a relay on a free port."""
    waiting: queue.SimpleQueue[tuple[str, dict[str, str]]] = queue.SimpleQueue()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            waiting.put((self.path, {"Authorization": self.headers.get("Authorization", "")}))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *given: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    try:
        yield Relay(server.server_port, waiting)
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def kannel(home: Path, hook: str, says: str) -> Iterator[Kannel]:
    """Run a gateway that brings what a phone says to `hook`: `says` is "sender receiver text words"."""
    admin, boxes, centre, sendsms = _free_ports(4)
    file = home / "kannel.conf"
    file.write_text(_settings(admin, boxes, centre, sendsms, hook, home))
    running = Kannel(home, sendsms, centre)
    # Nothing is printed into pipes that nobody empties.
    with (home / "phones.log").open("wb") as phones, (home / "out.log").open("wb") as out:
        started: list[subprocess.Popen[bytes]] = []

        def start(*command: str, log: object = out) -> None:
            started.append(subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=home))  # type: ignore[call-overload]  # a file

        try:
            start("/usr/sbin/bearerbox", "-v", "4", str(file))
            running.wait_for(lambda: _listens(boxes) and _listens(centre))
            start("/usr/sbin/smsbox", "-v", "4", str(file))
            running.wait_for(lambda: _listens(sendsms))
            start(str(FAKE_CENTRE), "-r", str(centre), "-m", "1", says, log=phones)
            running.wait_for(lambda: "online" in _status(admin))
            yield running
        finally:
            for process in reversed(started):
                process.terminate()
            for process in reversed(started):
                with suppress(subprocess.TimeoutExpired):
                    process.wait(5)
                process.kill()
                process.wait()


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.2):
        return True
    return False


def _status(admin: int) -> str:
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{admin}/status.txt?password=admin") as answer:
        return str(answer.read().decode())
    return ""
