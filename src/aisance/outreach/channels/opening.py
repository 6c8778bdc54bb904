"""Which way out the settings name, and the patience with a server that does not answer."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.mail import mailers

from aisance.outreach.channels.folder import FolderTransport
from aisance.outreach.channels.other import OtherTransport
from aisance.outreach.channels.outcomes import Transport
from aisance.outreach.channels.smtp import OnceBackend, SmtpTransport

SMTP = "django.core.mail.backends.smtp.EmailBackend"
FOLDER = "django.core.mail.backends.filebased.EmailBackend"

_silent: dict[str, tuple[int, datetime]] = {}


def open_transport() -> Transport:
    """Open the default mailer of the settings. Raises OSError where nobody answers."""
    config = _config()
    options = config.get("OPTIONS", {})
    if config["BACKEND"] == SMTP:
        return SmtpTransport(OnceBackend(alias="default", **options))
    if config["BACKEND"] == FOLDER:
        return FolderTransport(Path(options["file_path"]))
    return OtherTransport(mailers.default)


def is_resting(now: datetime) -> bool:
    """Whether the server was silent a moment ago, so that asking again would only hold up the worker."""
    return _silent.get(_server(), (0, now))[1] > now


def note_silence(now: datetime) -> None:
    """The server did not answer: rest 5 s, then 10, 20, 40, then a minute each time. Known to this process only."""
    times = _silent.get(_server(), (0, now))[0] + 1
    _silent[_server()] = times, now + timedelta(seconds=min(5 * 2 ** min(times - 1, 4), 60))


def note_answer() -> None:
    """The server is there."""
    _silent.pop(_server(), None)


def _config() -> Mapping[str, Any]:
    config: Mapping[str, Any] = mailers.settings["default"]
    return config


def _server() -> str:
    options = _config().get("OPTIONS", {})
    return f"{options.get('host')}:{options.get('port')}:{options.get('file_path')}"
