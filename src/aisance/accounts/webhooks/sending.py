"""One message to one address: resolved, checked, connected to the address that was checked, never led elsewhere."""

import http.client
import socket
import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from aisance import __version__
from aisance.accounts.webhooks.rules import is_public, wrong_url

PATIENCE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Sent:
    """How it went: taken or not, and the status or what went wrong in one word. Never a word of the answer."""

    taken: bool
    outcome: str


class ForbiddenError(OSError):
    """The name leads into a network that webhooks may not reach."""


def inside_hosts() -> Collection[str]:
    """The hosts of one's own network that the settings name."""
    named = str(settings.ENVIRONMENT.webhook_hosts)
    return {host.strip().lower() for host in named.split(",") if host.strip()}


def send(url: str, body: bytes, headers: Mapping[str, str]) -> Sent:
    """Post a body. A redirection is not followed: it would lead past the check."""
    if wrong_url(url, inside_hosts()):
        return Sent(False, "address")
    try:
        status = _posted(url, body, headers)
    except ForbiddenError:
        return Sent(False, "forbidden")
    except (TimeoutError, ssl.SSLError, http.client.HTTPException, OSError, ValueError) as problem:
        return Sent(False, _named(problem))
    return Sent(200 <= status < 300, str(status))


def _named(problem: Exception) -> str:
    if isinstance(problem, TimeoutError):
        return "timeout"
    if isinstance(problem, ssl.SSLError):
        return "tls"
    return "name" if isinstance(problem, socket.gaierror) else "connection"


def _posted(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE_SECONDS)
    try:
        connection.sock = _connected(host, port, secure=secure)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        whole = {"content-type": "application/json", "user-agent": f"Aisance/{__version__}", **headers}
        connection.request("POST", path, body, {"host": parts.netloc, **whole})
        return connection.getresponse().status
    finally:
        connection.close()


def _connected(host: str, port: int, *, secure: bool) -> socket.socket:
    """A connection to an address that was checked: a name that is asked twice may answer twice differently."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if host.lower() not in inside_hosts() and not all(map(is_public, addresses)):
        raise ForbiddenError(host)
    plain = socket.create_connection((addresses[0], port), timeout=PATIENCE_SECONDS)
    if not secure:
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
