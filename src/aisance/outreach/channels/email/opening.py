"""Which way out for mail the settings name."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.mail import mailers

from aisance.outreach.channels import patience
from aisance.outreach.channels.email.folder import FolderTransport
from aisance.outreach.channels.email.other import OtherTransport
from aisance.outreach.channels.email.smtp import OnceBackend, SmtpTransport
from aisance.outreach.channels.outcomes import Transport

SMTP = "django.core.mail.backends.smtp.EmailBackend"
FOLDER = "django.core.mail.backends.filebased.EmailBackend"
PROVIDERS = "anymail.backends."


def open_transport() -> Transport:
    """Open the default mailer of the settings. Raises OSError where nobody answers."""
    config = _config()
    options = config.get("OPTIONS", {})
    if config["BACKEND"] == SMTP:
        return SmtpTransport(OnceBackend(alias="default", **options))
    if config["BACKEND"] == FOLDER:
        return FolderTransport(Path(options["file_path"]))
    if config["BACKEND"].startswith(PROVIDERS):
        from aisance.outreach.channels.email.provider import ProviderTransport

        return ProviderTransport(mailers.default)
    return OtherTransport(mailers.default)


def is_resting(now: datetime) -> bool:
    """Whether the mail server was silent a moment ago."""
    return patience.rests(server(), now)


def note_silence(now: datetime) -> None:
    """The mail server did not answer."""
    patience.silence(server(), now)


def note_answer() -> None:
    """The mail server is there."""
    patience.answer(server())


def server() -> str:
    """What stands for the mail server in force."""
    config = _config()
    options = config.get("OPTIONS", {})
    return f"{config['BACKEND']}:{options.get('host')}:{options.get('port')}:{options.get('file_path')}"


def _config() -> Mapping[str, Any]:
    config: Mapping[str, Any] = mailers.settings["default"]
    return config
