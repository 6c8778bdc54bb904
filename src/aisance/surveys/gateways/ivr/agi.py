"""Asterisk's FastAGI: Asterisk connects to us, and does line by line what we tell it (res_agi, version 1).

Prompts are sound files that the company records, under names that say what they hold; see `sound_of`.
"""

import logging
import re
import socketserver
import threading
from typing import Any, override
from urllib.parse import parse_qs, urlsplit

from django.db import connections

from aisance.surveys.gateways.ivr.contracts import Ask, Call, Heard, Turn
from aisance.surveys.gateways.ivr.services import begin, hear
from aisance.surveys.gateways.ivr.signing import code_of

log = logging.getLogger(__name__)

LONGEST_LINE = 4096
MOST_CALLS = 100
MOST_HEADERS = 100
DIGITS_MILLISECONDS = 6_000
RECORD_MILLISECONDS = 60_000
SILENCE_SECONDS = 5
PATIENCE_SECONDS = 120

_RESULT = re.compile(r"(\d{3})[ -](?:result=(\S*))?\s*(.*)")


class HungUpError(Exception):
    """The caller is gone, or Asterisk is."""


def sound_of(turn: Turn) -> str:
    """The sound file that Asterisk plays, without its extension, below its folder of sounds.

    >>> sound_of(Turn(Ask.DIGITS, "How easy?", "fr", item="net_easy")), sound_of(Turn(Ask.NOTHING, "", "en"))
    ('aisance/fr/net_easy', 'aisance/en/thanks')
    """
    return f"aisance/{turn.language}/{turn.item or 'thanks'}"


def safe_name(text: str) -> str:
    """A name that may stand in a command and in a path.

    >>> safe_name('1732.5"; ../x')
    '1732.5_x'
    """
    return re.sub(r"[^A-Za-z0-9.-]+|\.\.+", "_", text).strip("_.")[:80] or "call"


class Conversation(socketserver.StreamRequestHandler):
    """One call."""

    timeout = PATIENCE_SECONDS

    @override
    def handle(self) -> None:
        try:
            headers = self._headers()
            call = _call_of(headers)
            turn = begin(call) if call else None
            if call is None or turn is None:
                self._tell('VERBOSE "aisance: this address leads to no link for calls" 1')
            else:
                self._talk(call, turn)
            self._tell("HANGUP")
        except (HungUpError, OSError):
            pass  # what was given until now is kept

    def _talk(self, call: Call, turn: Turn | None) -> None:
        self._tell("ANSWER")
        while turn is not None and turn.ask is not Ask.NOTHING:
            digits, recording = ("", self._record(call, turn)) if turn.ask is Ask.RECORDING else (self._dial(turn), "")
            turn = hear(call, Heard(turn.version_id, turn.number, digits, recording, turn.tries))
        if turn is not None:
            self._tell(f"STREAM FILE {sound_of(turn)} #")

    def _dial(self, turn: Turn) -> str:
        """The digits dialled; empty where none came in time."""
        digits, _rest = self._tell(f"GET DATA {sound_of(turn)} {DIGITS_MILLISECONDS} {turn.most_digits}")
        return digits if digits.isdigit() else ""

    def _record(self, call: Call, turn: Turn) -> str:
        """The name of the recording; empty where nothing was said."""
        self._tell(f"STREAM FILE {sound_of(turn)} #")
        name = f"aisance-{safe_name(call.name)}-{turn.number}"
        command = f"RECORD FILE {name} wav # {RECORD_MILLISECONDS} BEEP s={SILENCE_SECONDS}"
        result, rest = self._tell(command)
        found = re.search(r"endpos=(\d+)", rest)
        said = int(found[1]) if found else 0
        return f"{name}.wav" if result.lstrip("-").isdigit() and result != "-1" and said > 0 else ""

    def _headers(self) -> dict[str, str]:
        """What Asterisk says first: `agi_name: value` lines up to an empty one."""
        found: dict[str, str] = {}
        for _line in range(MOST_HEADERS):
            line = self._line()
            if not line:
                return found
            name, _colon, value = line.partition(": ")
            found[name] = value
        raise HungUpError

    def _tell(self, command: str) -> tuple[str, str]:
        """Give a command and wait for its result; what the result is, and what is said in addition."""
        self.wfile.write(f"{command}\n".encode())
        line = self._line()
        while line == "HANGUP":  # told in between, as soon as the caller is gone
            line = self._line()
        found = _RESULT.match(line)
        if found is None or found[1] == "511":
            raise HungUpError
        if found[1] == "520" and line.startswith("520-"):
            while not self._line().startswith("520"):
                pass
        if found[2] == "-1" and "hangup" in found[3]:
            raise HungUpError
        return found[2] or "", found[3]

    def _line(self) -> str:
        raw = self.rfile.readline(LONGEST_LINE)
        if not raw.endswith(b"\n"):
            raise HungUpError
        return raw.decode("utf-8", "replace").strip("\r\n")


def _call_of(headers: dict[str, str]) -> Call | None:
    """The link and the call: `agi://host/<signed code>?lang=fr`, named by Asterisk's unique id."""
    script = urlsplit(headers.get("agi_network_script", ""))
    code = code_of(script.path.strip("/"), "agi")
    name = headers.get("agi_uniqueid", "")
    if code is None or not name:
        return None
    language = parse_qs(script.query).get("lang", [headers.get("agi_language", "")])[0]
    return Call(code, f"asterisk:{name}"[:100], language)


class AgiServer(socketserver.ThreadingTCPServer):
    """Answers Asterisk, a thread a call; a call beyond `most_calls` is hung up at once, and Asterisk goes on."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: str, port: int, most_calls: int = MOST_CALLS) -> None:
        super().__init__((host, port), Conversation)
        self._free = threading.BoundedSemaphore(most_calls)

    @override
    def process_request(self, request: Any, client_address: Any) -> None:
        if not self._free.acquire(blocking=False):
            log.warning("A call was turned away: as many are under way as may be")
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:
            self._free.release()
            raise

    @override
    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """A call has a thread of its own, and with it connections to the database that end with the call."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()
            self._free.release()
