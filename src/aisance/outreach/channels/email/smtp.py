"""SMTP with a last moment: everything of a message leaves but its end, then the caller commits, then the end leaves.

A server acts on a message only when it has read the line with a single dot (RFC 5321, section 4.1.1.4). Until then a
broken connection means that nothing happened, and the server throws away what it has.
"""

import re
import smtplib
from contextlib import suppress
from typing import cast

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from aisance.outreach.channels.email.refusals import reaches_nobody
from aisance.outreach.channels.outcomes import Delivered, HandOver, Interrupted, Never, NotNow, Outcome, Unclear

CRLF = b"\r\n"


class Line(smtplib.SMTP):
    """An SMTP connection that calls `hand_over` between the text of a message and the dot that ends it."""

    hand_over: HandOver
    handed_over = False

    def data(self, msg: bytes | str) -> tuple[int, bytes]:  # type: ignore[override]  # Django gives bytes only
        """Send the text, hand over, end it; returns the server's code and words."""
        code, words = self.docmd("data")
        if code != 354:
            raise smtplib.SMTPDataError(code, words)
        text = msg if isinstance(msg, bytes) else msg.encode("ascii")
        self.send(re.sub(rb"(?m)^\.", b"..", text.removesuffix(CRLF)) + CRLF)
        try:
            self.hand_over()
        except BaseException:
            self.close()  # without the dot, the server forgets the message
            raise
        self.handed_over = True
        self.send(b"." + CRLF)
        return self.getreply()


class LineOverTls(Line, smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""


class OnceBackend(EmailBackend):
    """Django's SMTP backend over such a line."""

    @property
    def connection_class(self) -> type[Line]:
        return LineOverTls if self.use_ssl else Line


class SmtpTransport:
    """One connection, kept for many mails."""

    def __init__(self, backend: OnceBackend) -> None:
        """Connects and signs in. Raises OSError (smtplib's exceptions are such) where the server is not to be had."""
        self._backend = backend
        try:
            backend.open()
        except BaseException:
            self.close()
            raise

    @property
    def _line(self) -> Line:
        return cast(Line, self._backend.connection)

    def is_usable(self) -> bool:
        return self._line.sock is not None

    def close(self) -> None:
        with suppress(OSError):  # it was broken already; every mail has its outcome
            self._backend.close()

    def deliver(self, mail: EmailMessage, hand_over: HandOver) -> Outcome:
        line = self._line
        line.hand_over, line.handed_over = hand_over, False
        try:
            self._backend.send_messages([mail])
        except ValueError:
            return Never("unfit_header")  # a line break in a header, or an address that is none; nothing was said yet
        except OSError as problem:
            return self._outcome_of(problem)
        return Delivered()

    def _outcome_of(self, problem: OSError) -> Outcome:
        match problem:
            case smtplib.SMTPSenderRefused():
                # It is us that the server does not like, not the customer: someone will mend the settings.
                return NotNow(_words(problem.smtp_code, problem.smtp_error))
            case smtplib.SMTPRecipientsRefused():
                code, words = next(iter(problem.recipients.values()))
                return self._refusal(code, words)
            case smtplib.SMTPDataError():
                return self._refusal(problem.smtp_code, problem.smtp_error)
        return self._silence(type(problem).__name__)

    def _refusal(self, code: int, words: bytes | str) -> Outcome:
        if 400 <= code < 500:
            return NotNow(_words(code, words))
        if 500 <= code < 600:
            said = _words(code, words)
            return Never(said, dead=reaches_nobody(said))
        return self._silence(_words(code, words))

    def _silence(self, words: str) -> Outcome:
        self._line.close()
        return Unclear(words) if self._line.handed_over else Interrupted(words)


def _words(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text}".strip()
