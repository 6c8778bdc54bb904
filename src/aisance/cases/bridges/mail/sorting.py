"""Ties each mail that came to its case, opens one, or sets the mail apart with the reason; nothing is passed over."""

import logging
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from aisance.accounts.public import root_unit
from aisance.cases.bridges.mail.addresses import case_number_in, is_ours, reply_address
from aisance.cases.bridges.mail.contracts import Apart, Automatic
from aisance.cases.bridges.mail.thanking import is_plain_thanks
from aisance.cases.contracts import NewCase
from aisance.cases.models import OPEN, Case, InboundMail, MailTerms
from aisance.cases.services.opening import open_case
from aisance.cases.services.return_address import tells_reply_address
from aisance.cases.services.talking import message_in
from aisance.core import clock
from aisance.core.permissions import Viewer, system_viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import current, customer_card, find_customers
from aisance.outreach.public import keys_of

log = logging.getLogger(__name__)
State = InboundMail.State

SOURCE = "mail"
BATCH = 50
MOST_A_DAY = 20
"""So many mails of one sender a day go by themselves; more are a machine that does not say so."""
MOST_ATTEMPTS = 8

_NUMBER = re.compile(r"\b[A-Z0-9]{6,12}\b")


@dataclass(frozen=True, slots=True)
class Found:
    """The case that a mail names, and whether it vouches for itself: nobody else has an address that we signed."""

    case: Case
    is_signed: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of a mail."""

    state: str
    reason: str = ""
    case_id: int | None = None
    more: dict[str, Any] = field(default_factory=dict)


@tells_reply_address
def _address_of(case_id: int) -> str:
    number = Case.objects.filter(pk=case_id).values_list("number", flat=True).first()
    return reply_address(number) if number else ""


def settle_received(limit: int = BATCH) -> int:
    """Settle the mails that wait; how many were dealt with. Several workers may do this at once."""
    waiting = InboundMail.objects.filter(state=State.RECEIVED, next_try_at__lte=clock.now()).order_by("pk")
    return sum(_settle(pk) for pk in list(waiting.values_list("pk", flat=True)[:limit]))


def _settle(mail_id: int) -> int:
    skips = connection.features.has_select_for_update_skip_locked
    try:
        with transaction.atomic():
            rows = InboundMail.objects.select_for_update(skip_locked=skips, of=("self",) if skips else ())
            mail = rows.filter(pk=mail_id, state=State.RECEIVED).first()
            if mail is None:
                return 0
            note_settled(mail, _decide(mail))
    except Exception as problem:  # one bad mail must not keep the others waiting
        log.warning("Mail %s could not be settled: %s", mail_id, type(problem).__name__)
        _try_again(mail_id)
    return 1


def _try_again(mail_id: int) -> None:
    mail = InboundMail.objects.get(pk=mail_id)
    mail.attempts += 1
    mail.next_try_at = clock.now() + timedelta(seconds=15) * 2**mail.attempts
    if mail.attempts >= MOST_ATTEMPTS:
        mail.state, mail.reason, mail.unit_id = State.APART, Apart.FAILED, usual_unit()
    mail.save(update_fields=["attempts", "next_try_at", "state", "reason", "unit"])


def note_settled(mail: InboundMail, settled: Settled, *, by: Viewer | None = None) -> None:
    """Write down what became of a mail."""
    mail.state, mail.reason = settled.state, settled.reason
    mail.case_id = settled.case_id
    mail.customer_id = customer_behind(mail.sender)
    mail.unit_id = mail.unit_id or _unit_of(mail)
    mail.settled_at = None if settled.state == State.APART else clock.now()
    mail.settled_by_id = by.person_id if by else None
    mail.save(
        update_fields=["state", "reason", "case", "customer", "unit", "settled_at", "settled_by"],
    )


def _unit_of(mail: InboundMail) -> int:
    """Who sorts it: the unit of the case, else of the customer's last one, else the one that was chosen."""
    person = current([mail.customer_id]).get(mail.customer_id) if mail.customer_id else None
    rows = Case.objects.filter(pk=mail.case_id) if mail.case_id else Case.objects.filter(person_id=person or 0)
    unit_id = rows.order_by("-opened_at", "-pk").values_list("unit_id", flat=True).first()
    return unit_id or usual_unit()


def usual_unit() -> int:
    """Who sorts what says nothing of itself."""
    return terms().unit_id or root_unit().id


def terms() -> MailTerms:
    """What is done with mail that answers no case."""
    return MailTerms.objects.filter(pk=1).first() or MailTerms(pk=1, opens_for_known=True, changed_at=clock.now())


def customer_behind(address: str) -> int | None:
    """The customer whom we know under an e-mail address."""
    if not address:
        return None
    try:
        return find_customers([CustomerClaim({IdentifierKind.EMAIL: address})])[0]
    except ValueError:
        return None


def _decide(mail: InboundMail) -> Settled:
    if is_ours(mail.sender) or mail.message_id in keys_of([mail.message_id]):
        return Settled(State.ASIDE, Apart.OUR_OWN)
    customer_id, found = customer_behind(mail.sender), case_named(mail)
    if _comes_too_often(mail):
        return Settled(State.APART, Apart.TOO_MANY, found.case.pk if found else None)
    if found and (found.is_signed or _is_theirs(found.case, customer_id)):
        if mail.failed_check and not found.is_signed:
            return Settled(State.APART, Apart.FORGED, found.case.pk)
        return tie(mail, found.case, system_viewer("mail"))
    if mail.automatic != Automatic.NO:
        return Settled(State.ASIDE, Apart.MACHINE)
    if found:
        return Settled(State.APART, Apart.NOT_THEIRS, found.case.pk)
    return _without_case(mail, customer_id)


def _without_case(mail: InboundMail, customer_id: int | None) -> Settled:
    """A mail that names no case: the one open case of who sent it, or a new one."""
    if customer_id is None:
        return Settled(State.APART, Apart.STRANGER)
    if mail.failed_check:
        return Settled(State.APART, Apart.FORGED)
    theirs = list(Case.objects.filter(OPEN, person_id=current([customer_id]).get(customer_id, customer_id))[:2])
    if len(theirs) == 1:
        return tie(mail, theirs[0], system_viewer("mail"))
    if theirs:
        return Settled(State.APART, Apart.SEVERAL_CASES)
    if terms().opens_for_known:
        return open_for(mail, customer_id, system_viewer("mail"))
    return Settled(State.APART, Apart.NO_CASE)


def case_named(mail: InboundMail) -> Found | None:
    """The case that a mail names: by our signed address, by the mails it answers, or by its number in the subject."""
    for address in mail.recipients:
        if (number := case_number_in(address)) and (row := Case.objects.filter(number=number).first()):
            return Found(row, is_signed=True)
    row = _of_thread(mail) or _of_subject(mail)
    return Found(row, is_signed=False) if row else None


def _of_thread(mail: InboundMail) -> Case | None:
    if not mail.thread:
        return None
    ours = keys_of(mail.thread)
    theirs = dict(
        InboundMail.objects.filter(message_id__in=mail.thread, state=State.IN_CASE).values_list("message_id", "case_id")
    )
    for name in mail.thread:
        found = theirs.get(name) or _case_in_key(ours.get(name, ""))
        if found and (row := Case.objects.filter(pk=found).first()):
            return row
    return None


def _case_in_key(key: str) -> int | None:
    """The case for which a message of ours was filed: `cases.message:12:3` is of case 12."""
    room, _, rest = key.partition(":")
    number = rest.partition(":")[0]
    return int(number) if room.startswith("cases.") and number.isdecimal() and len(number) < 19 else None


def _of_subject(mail: InboundMail) -> Case | None:
    return Case.objects.filter(number__in=_NUMBER.findall(mail.subject)[:20]).order_by("-opened_at").first()


def _is_theirs(case: Case, customer_id: int | None) -> bool:
    """Whether a mail comes from the customer of a case; from one that is erased it never does."""
    rows = [pk for pk in (customer_id, case.customer_id) if pk]
    persons = current(rows)
    return len(rows) == 2 and persons.get(rows[0], rows[0]) == persons.get(rows[1], rows[1])


def _comes_too_often(mail: InboundMail) -> bool:
    since = clock.now() - timedelta(days=1)
    return InboundMail.objects.filter(sender=mail.sender, received_at__gte=since, pk__lt=mail.pk).count() >= MOST_A_DAY


def tie(mail: InboundMail, case: Case, by: Viewer) -> Settled:
    """Put a mail into a case. What no person wrote opens nothing again, nor do mere thanks for what is closed."""
    data: dict[str, Any] = {"mail": mail.pk, "files": mail.files.count()}
    only_thanks = not case.is_open and not data["files"] and is_plain_thanks(mail.words, _name_of(case))
    if mail.automatic:
        data["automatic"] = mail.automatic
    if only_thanks:
        data["thanks"] = True
    if not _is_theirs(case, customer_behind(mail.sender)):
        data["unknown_sender"] = True
    message_in(
        case.pk,
        mail.words,
        channel="email",
        at=mail.received_at,
        key=f"mail:{mail.key}",
        data=data,
        reopens=mail.automatic == Automatic.NO and not only_thanks,
        by=by,
    )
    return Settled(State.IN_CASE, case_id=case.pk)


def _name_of(case: Case) -> str:
    card = customer_card(case.customer_id) if case.customer_id else None
    return card.name if card else ""


def open_for(mail: InboundMail, customer_id: int, by: Viewer) -> Settled:
    """Open a case with what a mail says; the case's log then holds the mail as it holds all others."""
    card = customer_card(customer_id)
    draft = NewCase(
        customer_id=customer_id,
        matter=f"mail:{mail.pk}",
        source=SOURCE,
        words=mail.subject,
        key=f"mail-opens:{mail.key}",
        unit_id=mail.unit_id or terms().unit_id,
        language=card.language if card else "",
        data={"mail": mail.pk},
    )
    opened = open_case(draft, by=by)
    return tie(mail, Case.objects.get(pk=opened.case_id), by)
