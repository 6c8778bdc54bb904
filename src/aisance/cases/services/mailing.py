"""Mails to people of staff: what waits for each of them in one, handed over once."""

import logging
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from email.utils import format_datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from aisance.accounts.contracts import PersonCard
from aisance.accounts.public import person_card
from aisance.cases.models import CaseNotice, DeskNotice
from aisance.core import clock
from aisance.outreach.public import (
    Delivered,
    Letter,
    Never,
    Transport,
    Unclear,
    is_resting,
    message_id,
    note_answer,
    note_silence,
    open_transport,
)

log = logging.getLogger(__name__)

AT_ONCE = 200
LINES_A_MAIL = 50
LEASE = timedelta(minutes=5)
PAUSE = timedelta(minutes=10)
MOST_ATTEMPTS = 20

type Written[N: (CaseNotice, DeskNotice)] = Callable[[PersonCard, Sequence[N]], Letter | None]


def mail_waiting[N: (CaseNotice, DeskNotice)](kind: type[N], written: Written[N]) -> int:
    """Mail people what they were told of since the last mail; how many mails left.

    `written` makes the mail of what waits for one person; null where nothing of it is worth telling any more.
    """
    if is_resting(clock.now()) or not _waiting(kind).exists():
        return 0
    try:
        transport = open_transport()
    except OSError as problem:
        note_silence(clock.now())
        log.warning("The mail server cannot be reached: %s", type(problem).__name__)
        return 0
    note_answer()
    sent = 0
    with closing(transport):
        people = _waiting(kind).values_list("person_id", flat=True).distinct().order_by("person_id")
        for person_id in list(people[:AT_ONCE]):
            if transport.is_usable():
                sent += _mail(kind, person_id, transport, written)
    return sent


def _waiting[N: (CaseNotice, DeskNotice)](kind: type[N]) -> QuerySet[N]:
    rows: QuerySet[N] = kind._default_manager.filter(next_try_at__lte=clock.now())
    return rows


def _mail[N: (CaseNotice, DeskNotice)](
    kind: type[N], person_id: int, transport: Transport, written: Written[N]
) -> bool:
    """One mail about all that waits for a person. Whoever is killed while it leaves does not send it again."""
    with transaction.atomic():
        waiting = _waiting(kind).select_for_update().filter(person_id=person_id)
        rows = list(waiting.order_by("due_at", "pk")[:LINES_A_MAIL])
        taken = kind._default_manager.filter(pk__in=[row.pk for row in rows])
        taken.update(next_try_at=clock.now() + LEASE)
    person = person_card(person_id)
    letter = written(person, rows) if rows and person and person.is_active else None
    if letter is None:
        taken.update(next_try_at=None)
        return False

    def hand_over() -> None:
        taken.update(next_try_at=None, mailed_at=clock.now())

    outcome = transport.deliver(letter, hand_over)
    if isinstance(outcome, Delivered | Never | Unclear):
        taken.update(next_try_at=None)
        return isinstance(outcome, Delivered)
    attempts = max(row.attempts for row in rows) + 1
    again = clock.now() + PAUSE if attempts < MOST_ATTEMPTS else None
    taken.update(next_try_at=again, mailed_at=None, attempts=attempts)
    return False


def language_of(person: PersonCard) -> str:
    """The language in which somebody of staff is written to."""
    return person.language if person.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def letter_to(person: PersonCard, subject: str, body: str, *, key: str) -> Letter:
    """A mail to somebody of staff; `key` names it, so that what is sent again bears the same name."""
    headers = {
        "Message-ID": message_id(key, settings.BASE_URL),
        "Date": format_datetime(clock.now()),
        "Auto-Submitted": "auto-generated",
        "Content-Language": language_of(person),
    }
    return Letter(subject, body, settings.ENVIRONMENT.mail_from, [person.email], headers=headers)
