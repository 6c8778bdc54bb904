"""One connection over HTTP: the key goes to the server that was named, and is shown to nobody."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

try:
    import requests
    from requests.auth import AuthBase
except ImportError:
    raise ImportError("The door for analysts needs requests: install aisance[client].") from None

from aisance.client.problems import AisanceError

CONNECT_SECONDS = 10.0
# The server allows a key so many requests a minute; longer than two of these is no pause but a refusal.
PATIENCE_SECONDS = 120.0
USUAL_WAIT_SECONDS = 5.0
LEAST_WAIT_SECONDS = 1.0
BUSY = {429, 503}

type Words = Mapping[str, Sequence[str]]


class Key(AuthBase):
    """Signs requests with an API key. Shows itself without it."""

    def __init__(self, text: str) -> None:
        if not text or not text.isascii() or not text.isprintable() or " " in text:
            raise AisanceError("The key is not one of Aisance: it is empty or holds characters that no key has.")
        self._text = text

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._text}"
        return request

    def __repr__(self) -> str:
        return "<Key>"

    def __reduce__(self) -> Any:
        raise TypeError("A key is not written into files.")


class Wire:
    """Asks the API of one address with one key, and waits where the server says that it is busy."""

    def __init__(
        self,
        address: str,
        key: str,
        *,
        language: str,
        timeout: float,
        insecure: bool,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.address = checked_address(address, insecure=insecure)
        self._timeout = (min(CONNECT_SECONDS, timeout), timeout)
        self._pause = pause
        self._session = requests.Session()
        # With an auth of its own a session looks for no other key, as in ~/.netrc.
        self._session.auth = Key(key.strip())
        self._session.headers.update({"Accept": "application/json", "Accept-Language": language})

    def get(self, path: str, words: Words | None = None) -> Any:
        """The JSON that the server gives; AisanceError where it gives none."""
        waited = 0.0
        while True:
            response = self._sent(path, words or {})
            if response.status_code not in BUSY:
                return self._understood(response)
            wait = max(wait_seconds(response.headers.get("Retry-After")), LEAST_WAIT_SECONDS)
            if waited + wait > PATIENCE_SECONDS:
                raise _refusal(response)
            self._pause(wait)
            waited += wait

    def _sent(self, path: str, words: Words) -> requests.Response:
        try:
            # A redirect could lead the key elsewhere, so it is told and not followed.
            return self._session.get(
                f"{self.address}/api/v1{path}", params=words, timeout=self._timeout, allow_redirects=False
            )
        except requests.RequestException as problem:
            raise AisanceError(self._trouble(problem)) from None

    def _trouble(self, problem: requests.RequestException) -> str:
        """The trouble of a connection in a sentence. Its own words name queues and pools, and say nothing."""
        if isinstance(problem, requests.exceptions.SSLError):
            return f"The certificate of {self.address} cannot be trusted."
        if isinstance(problem, requests.exceptions.ConnectTimeout):
            return f"{self.address} cannot be reached: nobody answered within {self._timeout[0]:g} s."
        if isinstance(problem, requests.exceptions.Timeout):
            return f"{self.address} took longer than {self._timeout[1]:g} s; give connect() a longer timeout."
        if isinstance(problem, requests.exceptions.ProxyError):
            return f"The proxy on the way to {self.address} does not let the request pass."
        if isinstance(problem, requests.exceptions.ConnectionError):
            return f"{self.address} cannot be reached: is the address right, and is Aisance running there?"
        return f"The request to {self.address} failed ({type(problem).__name__})."

    def _understood(self, response: requests.Response) -> Any:
        if response.is_redirect:
            place = response.headers["Location"]
            raise AisanceError(f"{self.address} sends on to {place}: connect to that.", status=response.status_code)
        if not response.ok:
            raise _refusal(response)
        try:
            return response.json()
        except ValueError:
            raise AisanceError(f"What answers at {self.address} is not Aisance.", status=response.status_code) from None


def checked_address(address: str, *, insecure: bool) -> str:
    """The address without what follows the host and its folder; https, or a machine of one's own."""
    parts = urlsplit(address.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise AisanceError(f"“{address}” is not an address such as https://aisance.example.", field="url")
    if parts.username or parts.password:
        raise AisanceError("The address holds a name or a password; the key alone lets in.", field="url")
    if parts.scheme == "http" and not insecure and not _is_here(parts.hostname):
        message = f"http://{parts.netloc} would send the key readable for all on the way: use https, or insecure=True."
        raise AisanceError(message, field="url")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def wait_seconds(said: str | None) -> float:
    """The wait of a Retry-After, which is seconds or a date; 5 s where it says neither.

    >>> wait_seconds("7"), wait_seconds(None), wait_seconds("soon")
    (7.0, 5.0, 5.0)
    """
    if said is None:
        return USUAL_WAIT_SECONDS
    if said.strip().isdigit():
        return float(said)
    try:
        return max((parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return USUAL_WAIT_SECONDS


def _refusal(response: requests.Response) -> AisanceError:
    """The server's own words, where it gave any."""
    try:
        told = response.json()
    except ValueError:
        told = None
    if not isinstance(told, dict) or not isinstance(told.get("detail"), str):
        return AisanceError(f"The server answered with status {response.status_code}.", status=response.status_code)
    return AisanceError(
        told["detail"],
        status=response.status_code,
        field=str(told.get("field", "")),
        value=str(told.get("value", "")),
        possible=[str(one) for one in told.get("possible", ())],
    )
