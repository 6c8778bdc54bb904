"""Any other mail backend of Django: a provider's, or the one in memory that tests use."""

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from aisance.outreach.channels.outcomes import Delivered, HandOver, Never, Outcome, Unclear


class OtherTransport:
    """We do not see its last moment, so a message is handed over before it is tried, and tried once."""

    def __init__(self, backend: BaseEmailBackend) -> None:
        self._backend = backend
        backend.open()

    def is_usable(self) -> bool:
        return True

    def close(self) -> None:
        self._backend.close()

    def deliver(self, mail: EmailMessage, hand_over: HandOver) -> Outcome:
        try:
            mail.message()
        except ValueError:
            return Never("unfit_header")
        hand_over()
        try:
            self._backend.send_messages([mail])
        except Exception as problem:
            return Unclear(type(problem).__name__)
        return Delivered()
