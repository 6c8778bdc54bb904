"""E-mail through a provider's own interface, by django-anymail.

A provider's answer comes in one piece, so its last moment is the request itself: the message is handed over just before
it, and tried once. Only what surely never left is tried again.
"""

import requests
from anymail.exceptions import (
    AnymailConfigurationError,
    AnymailError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailSerializationError,
)
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from aisance.outreach.channels.answers import of_status
from aisance.outreach.channels.outcomes import (
    Busy,
    Delivered,
    HandOver,
    Interrupted,
    Never,
    NotNow,
    Outcome,
    Unclear,
)


class ProviderTransport:
    """One session with a provider, kept for a batch."""

    def __init__(self, backend: BaseEmailBackend) -> None:
        self._backend = backend
        self._is_usable = True
        backend.open()

    def is_usable(self) -> bool:
        return self._is_usable

    def close(self) -> None:
        self._backend.close()

    def deliver(self, mail: EmailMessage, hand_over: HandOver) -> Outcome:
        try:
            mail.message()
        except ValueError:
            return Never("unfit_header")
        hand_over()
        try:
            self._backend.send_messages([_prepared(mail)])
        except Exception as problem:
            outcome = _outcome_of(problem)
            self._is_usable = not isinstance(outcome, Busy | Interrupted)
            return outcome
        return Delivered(_name_given(mail))


def _prepared(mail: EmailMessage) -> EmailMessage:
    """The mail as a provider takes it: with our reference as metadata, and without the date, which they set."""
    mail.metadata = {"reference": mail.extra_headers["Message-ID"].strip("<>")}  # type: ignore[attr-defined]  # anymail's
    mail.extra_headers.pop("Date", None)
    return mail


def _name_given(mail: EmailMessage) -> str:
    name = mail.anymail_status.message_id  # type: ignore[attr-defined]  # anymail's
    return name if isinstance(name, str) else ""


def _outcome_of(problem: Exception) -> Outcome:
    words = type(problem).__name__
    match problem:
        case AnymailRecipientsRefused():
            return Never("refused_by_provider", dead=True)
        case AnymailInvalidAddress() | AnymailSerializationError():
            return Never("unfit_header")
        case AnymailConfigurationError():
            return NotNow(words)  # our mistake: someone will mend the settings
        case requests.RequestException() if _never_left(problem):
            return Interrupted(words)
        case AnymailError(status_code=int(status)):
            return of_status(status, f"HTTP {status}")
    return Unclear(words)


def _never_left(problem: BaseException) -> bool:
    """Whether no connection came about at all."""
    link: BaseException | None = problem
    while link is not None:
        reason = getattr(link.args[0], "reason", None) if link.args else None
        if any(isinstance(it, NewConnectionError | ConnectTimeoutError) for it in (link, reason)):
            return True
        link = link.__cause__ or link.__context__
    return False
