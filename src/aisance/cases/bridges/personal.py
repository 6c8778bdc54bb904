"""What the bridges keep about customers: their mail with its files, and the tickets of other desks."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.cases.bridges.mail.erasing import (
    erase_mail,
    erase_mail_before,
    erase_tickets,
    erase_tickets_before,
    mail_of,
    tickets_of,
)
from aisance.core.personal import Holding, Item, holds_personal, impersonal


def mails(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Every mail, in full, with the names of its files."""
    for row in mail_of(customer_ids).prefetch_related("files").order_by("received_at", "pk"):
        fields = (
            (pgettext_lazy("mail", "From"), f"{row.sender_name} {row.sender}".strip()),
            (pgettext_lazy("mail", "To"), ", ".join(row.recipients)),
            (_("Text"), row.whole or row.words),
            (_("Files"), ", ".join(one.name for one in row.files.all())),
        )
        yield Item(row.received_at, row.subject or _("A mail"), tuple(one for one in fields if one[1]), "mail")


def tickets(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Tickets of other desks."""
    for row in tickets_of(customer_ids):
        yield Item(row.came_at, _("A ticket of another desk"), ((_("Number"), row.their_id),), row.system)


holds_personal(
    Holding(
        name="cases.mail",
        title=_("Mail from the customer"),
        purpose=_("To lead a matter to its end, and to see what was written"),
        legal_basis=_("Contract; our legitimate interest in good service"),
        shown=mails,
        erase=erase_mail,
        columns=(
            *(
                f"cases.InboundMail.{name}"
                for name in (
                    *("message_id", "thread", "sender", "sender_name", "recipients"),
                    *("subject", "words", "signature", "whole"),
                )
            ),
            *(f"cases.MailFile.{name}" for name in ("name", "kind")),
        ),
        keep_days=1095,
        keep_between=(90, 3650),
        overdue=erase_mail_before,
        rank=30,  # before addresses, by which mail is found, and before cases
    )
)
holds_personal(
    Holding(
        name="cases.tickets",
        title=_("Tickets of other desks"),
        purpose=_("To know the same matter in two systems"),
        legal_basis=_("Our legitimate interest in good service"),
        shown=tickets,
        erase=erase_tickets,
        columns=tuple(f"cases.DeskTicket.{name}" for name in ("their_id", "their_status", "url")),
        keep_days=1825,
        keep_between=(90, 3650),
        overdue=erase_tickets_before,
        rank=30,
    )
)
impersonal(
    "Digests, codes, and names that the product gave.",
    *(f"cases.InboundMail.{name}" for name in ("key", "automatic", "state", "reason")),
    *("cases.MailFile.stored", "cases.MailFile.refused", "cases.DeskTicket.system"),
)
impersonal("The company's own settings.", "cases.DeskStatus.*", "cases.MailTerms.*")
impersonal("A random sign of somebody of staff.", "cases.CalendarFeed.nonce")
