"""The patience with a server that does not answer. Known to this process only."""

from datetime import datetime, timedelta

_silent: dict[str, tuple[int, datetime]] = {}


def rests(server: str, now: datetime) -> bool:
    """Whether the server was silent a moment ago, so that asking again would only hold up the worker."""
    return _silent.get(server, (0, now))[1] > now


def silence(server: str, now: datetime) -> None:
    """The server did not answer, or takes nothing: rest 5 s, then 10, 20, 40, then a minute each time."""
    times = _silent.get(server, (0, now))[0] + 1
    _silent[server] = times, now + timedelta(seconds=min(5 * 2 ** min(times - 1, 4), 60))


def answer(server: str) -> None:
    """The server is there."""
    _silent.pop(server, None)
