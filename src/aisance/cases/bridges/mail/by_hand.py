"""What somebody does with a mail that was set apart."""

from django.db import transaction

from aisance.cases.bridges.mail.contracts import Apart
from aisance.cases.bridges.mail.sorting import Settled, State, customer_behind, note_settled, open_for, terms, tie
from aisance.cases.models import Case, InboundMail, MailTerms
from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers


class SortedAlreadyError(ValueError):
    """Somebody else dealt with the mail meanwhile."""


def _waiting(mail_id: int) -> InboundMail:
    mail = InboundMail.objects.select_for_update(of=("self",)).filter(pk=mail_id).first()
    if mail is None or mail.state not in {State.APART, State.ASIDE}:
        raise SortedAlreadyError
    return mail


@transaction.atomic
def attach(*, mail_id: int, case: Case, by: Viewer) -> None:
    """Put a mail into a case, whoever sent it."""
    mail = _waiting(mail_id)
    mail.unit_id = case.unit_id
    note_settled(mail, tie(mail, case, by), by=by)
    audit.record(by, "mail.attached", what="case", which=case.number, changes={"mail": mail.pk})


@transaction.atomic
def open_case_of(*, mail_id: int, by: Viewer) -> Case:
    """Open a case with a mail; who sent it becomes a customer where they are none yet."""
    mail = _waiting(mail_id)
    customer_id = customer_behind(mail.sender)
    if customer_id is None:
        claim = CustomerClaim({IdentifierKind.EMAIL: mail.sender}, mail.sender_name)
        [customer_id] = find_or_add_customers([claim], by=by)
    if customer_id is None:
        raise ValueError("no address")
    settled = open_for(mail, customer_id, by)
    note_settled(mail, settled, by=by)
    case = Case.objects.get(pk=settled.case_id or 0)
    audit.record(by, "mail.opened_case", what="case", which=case.number, changes={"mail": mail.pk})
    return case


@transaction.atomic
def lay_aside(*, mail_id: int, by: Viewer) -> None:
    """Say that a mail needs no case."""
    mail = _waiting(mail_id)
    note_settled(mail, Settled(State.ASIDE, Apart.BY_HAND), by=by)
    audit.record(by, "mail.laid_aside", what="mail", which=mail.pk)


@transaction.atomic
def set_terms(*, opens_for_known: bool, unit_id: int | None, by: Viewer) -> None:
    """Say what is done with mail that answers no case."""
    before = terms()
    values = {"opens_for_known": opens_for_known, "unit_id": unit_id}
    MailTerms.objects.update_or_create(pk=1, defaults={**values, "changed_at": clock.now()})
    changes = {name: [getattr(before, name), value] for name, value in values.items()}
    audit.record(by, "mail.terms_set", what="mail", which="terms", changes=changes)
