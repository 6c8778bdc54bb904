"""A model behind an address that speaks as OpenAI's does, as most servers of models do, on this machine or another."""

import http.client
import json
import ssl
from typing import Any
from urllib.parse import SplitResult, urlsplit

from aisance.verbatims.telling.assistant.contracts import ModelError, Reply

PATIENCE_SECONDS = 60.0
ANSWER_LIMIT = 200_000
MOST_TOKENS_BACK = 800


class OpenAiCompatible:
    """Asks `POST {address}/chat/completions`, one connection a question. Follows no redirect."""

    def __init__(self, address: str, *, name: str, key: str = "", patience: float = PATIENCE_SECONDS) -> None:
        self.name = name
        self._place, self._key, self._patience = urlsplit(address.rstrip("/")), key, patience

    def ask(self, instructions: str, question: str) -> Reply:
        """The answer. Raises ModelError."""
        messages = [{"role": "system", "content": instructions}, {"role": "user", "content": question}]
        wanted = {"model": self.name, "messages": messages, "temperature": 0, "max_tokens": MOST_TOKENS_BACK}
        status, said = self._post(json.dumps(wanted).encode())
        if status != http.HTTPStatus.OK:
            raise ModelError(f"the server answered {status}")
        return _reply(said)

    def _post(self, body: bytes) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        line = _line(self._place, self._patience)
        try:
            line.request("POST", f"{self._place.path}/chat/completions", body, headers)
            answer = line.getresponse()
            return answer.status, answer.read(ANSWER_LIMIT)
        except (OSError, http.client.HTTPException) as problem:
            raise ModelError(f"the server did not answer: {type(problem).__name__}") from problem
        finally:
            line.close()


def _line(place: SplitResult, patience: float) -> http.client.HTTPConnection:
    host = place.hostname or ""
    if place.scheme == "https":
        return http.client.HTTPSConnection(host, place.port, timeout=patience, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, place.port, timeout=patience)


def _reply(said: bytes) -> Reply:
    try:
        held: Any = json.loads(said)
        text = held["choices"][0]["message"]["content"]
        tokens = (held.get("usage") or {}).get("total_tokens") or 0
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        raise ModelError("the server answered something else than a completion") from None
    if not isinstance(text, str) or not isinstance(tokens, int):
        raise ModelError("the server answered something else than a completion")
    return Reply(text, max(tokens, 0))
