"""SMS through a provider's HTTP gateway, whichever it is: the settings say how it wants to be spoken to.

The line is opened first and the request sent after the hand-over, so that a gateway that is down costs nothing, and a
line that breaks later leaves a message in doubt that is not sent again.
"""

import base64
import http.client
import json
import re
import select
import ssl
from contextlib import suppress
from urllib.parse import SplitResult, unquote, urlencode, urlsplit

from django.conf import settings

from aisance.outreach.channels.answers import of_status
from aisance.outreach.channels.outcomes import (
    Busy,
    Delivered,
    HandOver,
    Interrupted,
    Never,
    Outcome,
    Text,
    Unclear,
)
from aisance.outreach.channels.sms.lengths import Alphabet, alphabet_of
from aisance.outreach.channels.sms.settings import HttpWords, SmsSettings

ANSWER_LIMIT = 20_000
USUAL_FIELDS = {"to": "{to}", "from": "{sender}", "text": "{text}", "reference": "{reference}"}
USUAL_HEADERS = {"Idempotency-Key": "{reference}"}


class HttpGateway:
    """One line to a gateway, kept for many texts as long as it stays open."""

    def __init__(self, given: SmsSettings) -> None:
        """Opens the line. Raises OSError where nobody answers."""
        self._given = given
        self._place = urlsplit(given.url)
        self._line = _line(self._place, given.timeout)
        self._is_usable = True
        self._line.connect()

    def is_usable(self) -> bool:
        return self._is_usable

    def close(self) -> None:
        self._line.close()

    def deliver(self, text: Text, hand_over: HandOver) -> Outcome:
        try:
            self._reopen_where_stale()
        except OSError as problem:
            self._is_usable = False
            return Interrupted(type(problem).__name__)
        path, body, headers = request_for(text, self._given, self._place)
        hand_over()
        try:
            self._line.request(self._given.http.method, path, body, headers)
            answer = self._line.getresponse()
            said = answer.read(ANSWER_LIMIT).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as problem:
            self._line.close()
            return Unclear(type(problem).__name__)
        if answer.will_close or not answer.isclosed():
            self._line.close()
        return self._outcome(answer.status, said)

    def _reopen_where_stale(self) -> None:
        """A server may hang up between two texts; it is better noticed before than after the hand-over."""
        line = self._line.sock
        if line is not None and select.select([line], [], [], 0)[0]:
            self._line.close()
        if self._line.sock is None:
            self._line.connect()

    def _outcome(self, status: int, said: str) -> Outcome:
        words = f"{status} {said}".strip()
        if not 200 <= status < 300:
            outcome = of_status(status, words)
            self._is_usable = not isinstance(outcome, Busy)
            return outcome
        return read_answer(said, self._given.http)


def read_answer(said: str, words: HttpWords) -> Outcome:
    """What the body of a success says: some gateways refuse politely.

    >>> read_answer('{"id": "a7"}', HttpWords(name='"id": *"([^"]+)"'))
    Delivered(name='a7')
    >>> read_answer('ERR 12', HttpWords(accepted="^OK"))
    Never(words='ERR 12', dead=False)
    """
    if words.accepted and not re.search(words.accepted, said):
        return Never(said)
    found = re.search(words.name, said) if words.name else None
    return Delivered(found.group(1)[:120] if found else "")


def request_for(text: Text, given: SmsSettings, place: SplitResult) -> tuple[str, bytes | None, dict[str, str]]:
    """Path, body and headers of the request for a text."""
    values = {
        "to": text.to,
        "digits": text.to.removeprefix("+"),
        "sender": given.sender,
        "text": text.words,
        "reference": text.reference,
        "coding": "0" if alphabet_of(text.words) == Alphabet.GSM else "2",
        "base_url": settings.BASE_URL,
    }
    fields = {name: it.format_map(values) for name, it in (given.http.fields or USUAL_FIELDS).items()}
    headers = {name: it.format_map(values) for name, it in {**USUAL_HEADERS, **given.http.headers}.items()}
    headers |= _sign_in(place)
    path = place.path or "/"
    if given.http.style == "json":
        return _path(path, place.query), json.dumps(fields).encode(), headers | {"Content-Type": "application/json"}
    encoded = urlencode(fields)
    if given.http.style == "query":
        return _path(path, "&".join(filter(None, [place.query, encoded]))), None, headers
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return _path(path, place.query), encoded.encode("ascii"), headers | form


def _path(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _sign_in(place: SplitResult) -> dict[str, str]:
    if not place.username:
        return {}
    pair = f"{unquote(place.username)}:{unquote(place.password or '')}"
    return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode("ascii")}


def _line(place: SplitResult, timeout: float) -> http.client.HTTPConnection:
    host = place.hostname or "localhost"
    if place.scheme == "https":
        return http.client.HTTPSConnection(host, place.port, timeout=timeout, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, place.port, timeout=timeout)


def answers(given: SmsSettings) -> bool:
    """Whether somebody listens at the gateway's address."""
    with suppress(OSError):
        line = _line(urlsplit(given.url), given.timeout)
        line.connect()
        line.close()
        return True
    return False
