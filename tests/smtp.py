"""A real mail server for tests: it records what it accepts, and refuses, hangs or hangs up when told to."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Literal

import pytest
from aiosmtpd.controller import Controller
from django.conf import LazySettings

DJANGO_SMTP = "django.core.mail.backends.smtp.EmailBackend"

type Stage = Literal["connect", "mail", "rcpt", "data", "end"]


@dataclass
class SmtpServer:
    """The server as a test sees it. `received` holds what it accepted, in order; `raw` the same, byte for byte.

    `answers` maps a stage of the conversation to what it says there instead of its usual words; `hangs` and
    `closes` name the stage at which it stops speaking or hangs up. At `end` the text is complete: `keeps` says whether
    it records the message before it hangs or closes.
    """

    port: int = 0
    received: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    connections: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    hangs: Stage | None = None
    closes: Stage | None = None
    keeps: bool = False

    @property
    def url(self) -> str:
        """What AISANCE_SMTP_URL must hold to reach it."""
        return f"smtp://127.0.0.1:{self.port}"

    def mailers(self, **options: Any) -> dict[str, Any]:
        """What settings.MAILERS must hold to reach it."""
        reach = {"host": "127.0.0.1", "port": self.port, "timeout": 5, **options}
        return {"default": {"BACKEND": DJANGO_SMTP, "OPTIONS": reach}}

    def ids(self) -> list[str]:
        """The Message-ID of every accepted message, in order."""
        return [str(message["Message-ID"]) for message in self.received]

    def keep(self, content: bytes) -> None:
        """Record a message, with the line ends of a file."""
        message = message_from_bytes(content.replace(b"\r\n", b"\n"), policy=policy.default)
        self.received.append(message)
        self.raw.append(content)


class _Handler:
    """aiosmtpd's side of it."""

    def __init__(self, state: SmtpServer) -> None:
        self.state = state

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: Any) -> Any:  # noqa: N802  the library's name
        self.state.connections += 1
        session.host_name = hostname
        return ["421 busy"] if await self._misbehave("connect", server) else responses

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802  the library's name
        envelope.mail_from = address
        await self._misbehave("mail", server)
        return self.state.answers.get("mail", "250 OK")

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802  the library's name
        await self._misbehave("rcpt", server)
        answer = self.state.answers.get("rcpt", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  the library's name
        answer = self.state.answers.get("end", "250 OK")
        if answer.startswith("250") and (self.state.keeps or "end" not in (self.state.hangs, self.state.closes)):
            self.state.keep(envelope.content)
        await self._misbehave("end", server)
        return answer

    async def _misbehave(self, stage: Stage, server: Any) -> bool:
        if self.state.closes == stage:
            server.transport.close()
        while self.state.hangs == stage:
            await asyncio.sleep(0.02)
        return self.state.closes == stage


def free_port() -> int:
    """A port that nobody listens at just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve_mail(tls: ssl.SSLContext | None = None) -> Iterator[SmtpServer]:
    """Run a server on a free port for as long as the generator is held."""
    state = SmtpServer(port=free_port())
    controller = Controller(_Handler(state), hostname="127.0.0.1", port=state.port, ssl_context=tls)
    controller.start()
    state.connections = 0
    try:
        yield state
    finally:
        state.hangs = None
        controller.stop()


@pytest.fixture
def smtp_server(settings: LazySettings) -> Iterator[SmtpServer]:
    """A mail server that the product sends to."""
    for server in serve_mail():
        settings.MAILERS = server.mailers()
        yield server
