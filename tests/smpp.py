"""An SMS centre for tests that speaks SMPP 3.4 on the wire: it records what it takes, and misbehaves when told to."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

NACK, SUBMIT, DELIVER, UNBIND, TRANSCEIVER, ENQUIRE = 0x80000000, 0x04, 0x05, 0x06, 0x09, 0x15
RESPONSE = 0x80000000
BIND_FAILED, THROTTLED = 0x0D, 0x58


@dataclass(frozen=True)
class Submission:
    """A submit_sm as it lay on the wire."""

    sender: str
    sender_kind: int
    to: str
    esm_class: int
    coding: int
    wants_receipt: int
    body: bytes

    @property
    def words(self) -> str:
        """What a phone shows of this segment; letters beyond ASCII of the small alphabet are left to other tests."""
        body = self.body[1 + self.body[0] :] if self.esm_class & 0x40 else self.body
        return body.decode("utf-16-be" if self.coding == 8 else "ascii", "replace")


@dataclass
class SmsCentre:
    """The centre as a test sees it.

    `statuses` are said to the next submissions instead of yes, `closes` names a moment at which it hangs up: `before`
    or `after` it takes a submission. `mute` takes it and says nothing. `hexadecimal` is how it names messages when it
    takes them; in receipts it writes decimals.
    """

    port: int = 0
    taken: list[Submission] = field(default_factory=list)
    binds: list[tuple[str, str]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    closes: str = ""
    mute: bool = False
    hexadecimal: bool = False
    password: str = "secret"
    acknowledged: list[int] = field(default_factory=list)
    asked: int = 0
    unbound: int = 0
    _lines: list[socket.socket] = field(default_factory=list)
    _sequence: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def url(self) -> str:
        return f"smpp://aisance:{self.password}@127.0.0.1:{self.port}"

    def say(self, address: str, words: bytes, *, to: str = "38000", coding: int = 0, esm_class: int = 0) -> int:
        """Bring a text from a phone; returns its number. Raises IndexError where nobody is bound."""
        self._sequence += 1
        body = b"\0" + bytes([1, 1]) + address.lstrip("+").encode() + b"\0" + bytes([0, 1]) + to.encode() + b"\0"
        body += bytes([esm_class, 0, 0]) + b"\0\0" + bytes([0, 0, coding, 0, len(words)]) + words
        _send(self._lines[-1], DELIVER, 0, self._sequence, body)
        return self._sequence

    def tell_fate(self, number: int, address: str, state: str) -> int:
        """Bring the receipt of the submission with that number, from 1, as most centres write it."""
        words = f"id:{number} sub:001 dlvrd:001 submit date:2603041200 done date:2603041201 stat:{state} err:000 text:"
        return self.say(address, words.encode("ascii"), esm_class=0x04)

    def ask(self) -> None:
        """Ask whether the other side is there."""
        self._sequence += 1
        _send(self._lines[-1], ENQUIRE, 0, self._sequence, b"")

    def hang_up(self) -> None:
        """Break every line."""
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def wait_for(self, what: Any) -> None:
        """Wait until something about the centre is true."""
        with self._changed:
            assert self._changed.wait_for(what, timeout=5), "the centre did not see it"

    def serve(self, line: socket.socket) -> None:
        """Talk on one line until it ends."""
        self._lines.append(line)
        with suppress(OSError, struct.error):
            while self._answer(line):
                with self._changed:
                    self._changed.notify_all()
        line.close()
        with self._changed:
            self._changed.notify_all()

    def _answer(self, line: socket.socket) -> bool:
        head = _read(line, 16)
        length, command, _status, sequence = struct.unpack(">LLLL", head)
        body = _read(line, length - 16)
        match command:
            case 0x01 | 0x02 | 0x09:
                name, password = [part.decode() for part in body.split(b"\0")[:2]]
                self.binds.append((name, password))
                good = password == self.password
                _send(line, command | RESPONSE, 0 if good else BIND_FAILED, sequence, b"test\0" if good else b"")
            case 0x04:
                return self._take(line, sequence, body)
            case 0x15:
                self.asked += 1
                _send(line, ENQUIRE | RESPONSE, 0, sequence, b"")
            case 0x06:
                self.unbound += 1
                _send(line, UNBIND | RESPONSE, 0, sequence, b"")
                return False
            case 0x80000005:
                self.acknowledged.append(sequence)
            case 0x80000015:
                self.asked += 1
            case _:
                _send(line, NACK, 0x03, sequence, b"")
        return True

    def _take(self, line: socket.socket, sequence: int, body: bytes) -> bool:
        if self.closes == "before":
            line.close()
            return False
        if self.statuses and (status := self.statuses.pop(0)):
            _send(line, SUBMIT | RESPONSE, status, sequence, b"")
            return True
        self.taken.append(_submission(body))
        if self.closes == "after":
            line.close()
            return False
        if not self.mute:
            number = len(self.taken)
            name = f"{number:08X}" if self.hexadecimal else str(number)
            _send(line, SUBMIT | RESPONSE, 0, sequence, name.encode() + b"\0")
        return True


def _submission(body: bytes) -> Submission:
    _service, rest = body.split(b"\0", 1)
    kind, (sender, rest) = rest[0], rest[2:].split(b"\0", 1)
    to, rest = rest[2:].split(b"\0", 1)
    esm_class = rest[0]
    _schedule, rest = rest[3:].split(b"\0", 1)
    _validity, rest = rest.split(b"\0", 1)
    receipt, _replace, coding, _default, length = rest[:5]
    return Submission(sender.decode(), kind, to.decode(), esm_class, coding, receipt, rest[5 : 5 + length])


def _send(line: socket.socket, command: int, status: int, sequence: int, body: bytes) -> None:
    line.sendall(struct.pack(">LLLL", 16 + len(body), command, status, sequence) + body)


def _read(line: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        came = line.recv(size - len(found))
        if not came:
            raise OSError("gone")
        found += came
    return found


@contextmanager
def sms_centre() -> Iterator[SmsCentre]:
    """Run a centre on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        centre = SmsCentre(port=door.getsockname()[1])
        threads = []

        def welcome() -> None:
            with suppress(OSError):
                while True:
                    line, _ = door.accept()
                    threads.append(threading.Thread(target=centre.serve, args=[line], daemon=True))
                    threads[-1].start()

        greeter = threading.Thread(target=welcome, daemon=True)
        greeter.start()
        try:
            yield centre
        finally:
            with suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)
            centre.hang_up()
            for thread in [greeter, *threads]:
                thread.join(5)
