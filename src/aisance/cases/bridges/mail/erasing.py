"""Mail of customers, as those who are erased or ask for it have a right to."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from aisance.cases.bridges.mail.files import place_of
from aisance.cases.models import DeskTicket, InboundMail, MailFile
from aisance.core.personal import dispose
from aisance.customers.contracts import IdentifierKind
from aisance.customers.public import customer_cards


def mail_of(customer_ids: Sequence[int]) -> QuerySet[InboundMail]:
    """What these rows of one person sent: by whom it was sent, and in which cases of theirs it lies."""
    cards = customer_cards(customer_ids).values()
    theirs = {value for card in cards for kind, value in card.identifiers if kind == IdentifierKind.EMAIL}
    known = Q(customer_id__in=customer_ids) | Q(case__customer_id__in=customer_ids)
    return InboundMail.objects.filter(known | Q(sender__in=theirs))


def erase_mail(customer_ids: Sequence[int]) -> int:
    """Remove their mail with its files."""
    return _remove(mail_of(customer_ids))


def erase_mail_before(moment: datetime) -> int:
    """Remove what came before a moment."""
    return _remove(InboundMail.objects.filter(received_at__lt=moment))


def _remove(rows: QuerySet[InboundMail]) -> int:
    ids = list(rows.values_list("pk", flat=True))
    stored = MailFile.objects.filter(mail_id__in=ids).exclude(stored="").values_list("stored", flat=True)
    dispose([place_of(name) for name in stored if not set(name) - set("0123456789abcdef")])
    MailFile.objects.filter(mail_id__in=ids).delete()
    InboundMail.objects.filter(pk__in=ids).delete()
    return len(ids)


def tickets_of(customer_ids: Sequence[int]) -> Iterator[DeskTicket]:
    """Tickets of other desks in cases of these rows."""
    return DeskTicket.objects.filter(case__customer_id__in=customer_ids).order_by("came_at", "pk").iterator()


def erase_tickets(customer_ids: Sequence[int]) -> int:
    """Forget which tickets of theirs they were."""
    return DeskTicket.objects.filter(case__customer_id__in=customer_ids).delete()[0]


def erase_tickets_before(moment: datetime) -> int:
    """Forget tickets that came before a moment."""
    return DeskTicket.objects.filter(came_at__lt=moment).delete()[0]
