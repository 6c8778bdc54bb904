"""A session with an SMS centre over SMPP 3.4, kept open: customers' words and receipts come by it at any time.

One session a thread. The protocol's PDUs are smpplib's; the order of reading and acknowledging is ours, since a text is
acknowledged only after it is stored, and a message is handed over only just before it leaves.
"""

import os
import secrets
import select
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from smpplib import exceptions, smpp
from smpplib.client import Client

from aisance.outreach.channels.sms.settings import SmsSettings

QUIET_SECONDS = 30.0
BROKEN = (OSError, exceptions.ConnectionError, exceptions.PDUError, exceptions.UnknownCommandError, struct.error)

_mine = threading.local()


class LineBrokenError(OSError):
    """The centre hung up, spoke nonsense, or said nothing for too long."""


class Session:
    """A bound session, with a name for ever its own. `waiting` holds what was brought and not acknowledged yet."""

    def __init__(self, given: SmsSettings) -> None:
        """Connects and binds. Raises OSError where that does not come about."""
        place = urlsplit(given.url)
        self.options = dict(parse_qsl(place.query))
        self.waiting: list[Any] = []
        self.is_open = False
        self.name = secrets.token_hex(8)
        self._timeout = given.timeout
        self._asked_at = time.monotonic()
        self._client = _client(given)
        try:
            self._client.connect()
            self._client.bind_transceiver(
                system_id=unquote(place.username or ""),
                password=unquote(place.password or ""),
                system_type=self.options.get("system_type", ""),
            )
        except BROKEN as problem:
            self.hang_up()
            raise LineBrokenError(f"{type(problem).__name__}: {problem}") from problem
        self.is_open = True

    def submit(self, **fields: Any) -> Any:
        """Send one submit_sm and wait for its answer, a PDU. Raises LineBrokenError."""
        pdu = smpp.make_pdu("submit_sm", client=self._client, **fields)
        return self._guarded(lambda: self._exchange(pdu))

    def listen(self) -> None:
        """Take in what has come, without waiting, and ask after a quiet while whether the centre is still there.

        Raises LineBrokenError.
        """
        self._guarded(self._take_in)

    def acknowledge(self, pdu: Any) -> None:
        """Tell the centre that what it brought is safe here. Raises LineBrokenError."""
        self._guarded(lambda: self._reply(pdu, "deliver_sm_resp"))
        self.waiting.remove(pdu)

    def hang_up(self) -> None:
        """Leave, politely where the line still stands."""
        if self.is_open:
            self.is_open = False
            with suppress(*BROKEN):
                self._client.send_pdu(smpp.make_pdu("unbind", client=self._client))
        with suppress(*BROKEN):
            self._client.disconnect()

    def _guarded[T](self, work: Callable[[], T]) -> T:
        try:
            return work()
        except BROKEN as problem:
            self.is_open = False
            self.hang_up()
            raise LineBrokenError(type(problem).__name__) from problem

    def _exchange(self, pdu: Any) -> Any:
        self._client.send_pdu(pdu)
        until = time.monotonic() + self._timeout
        while time.monotonic() < until:
            came = self._client.read_pdu()
            if came.is_response() and came.sequence == pdu.sequence:
                return came
            self._react(came)
        raise LineBrokenError("no answer in time")

    def _take_in(self) -> None:
        while self._has_something():
            self._react(self._client.read_pdu())
        if time.monotonic() - self._asked_at > QUIET_SECONDS:
            self._asked_at = time.monotonic()
            self._exchange(smpp.make_pdu("enquire_link", client=self._client))

    def _has_something(self) -> bool:
        line = self._client._socket
        already_read = line.pending() if isinstance(line, ssl.SSLSocket) else 0
        return bool(already_read or select.select([line], [], [], 0)[0])

    def _react(self, pdu: Any) -> None:
        match pdu.command:
            case "deliver_sm":
                self.waiting.append(pdu)
            case "enquire_link":
                self._reply(pdu, "enquire_link_resp")
            case "unbind":
                self._reply(pdu, "unbind_resp")
                raise LineBrokenError("the centre said goodbye")

    def _reply(self, pdu: Any, command: str) -> None:
        answer = smpp.make_pdu(command, client=self._client)
        answer.sequence = pdu.sequence
        self._client.send_pdu(answer)


def _client(given: SmsSettings) -> Client:
    place = urlsplit(given.url)
    host, port = place.hostname or "localhost", place.port or (3550 if place.scheme == "smpps" else 2775)
    client = Client(host, port, timeout=given.timeout, allow_unknown_opt_params=True, logger_name="smpplib")
    if place.scheme == "smpps":
        line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        line.settimeout(given.timeout)
        client._socket = ssl.create_default_context().wrap_socket(line, server_hostname=host)
    return client


def session(given: SmsSettings) -> Session:
    """This thread's session, opened where there is none or it broke. Raises OSError."""
    held: Session | None = getattr(_mine, "session", None)
    place = (os.getpid(), given)
    if held is not None and held.is_open and _mine.place == place:
        return held
    if held is not None and _mine.place[0] == os.getpid():
        held.hang_up()
    _mine.session, _mine.place = Session(given), place
    opened: Session = _mine.session
    return opened


def leave() -> None:
    """Close this thread's session, if there is one."""
    held: Session | None = getattr(_mine, "session", None)
    if held is not None:
        held.hang_up()
        _mine.session = None
