"""What outreach keeps about customers: messages to them, words of theirs, addresses that fail, contact pressure."""

from collections.abc import Iterator, Sequence
from itertools import chain

from django.utils.translation import gettext_lazy as _

from aisance.core.personal import Holding, Item, holds_personal, impersonal
from aisance.outreach.models import DeadAddress, Hold, PressureDecision
from aisance.outreach.models.pressure import LONGEST_DAYS
from aisance.outreach.services.erasing import (
    addresses_of,
    blank_messages_before,
    erase_dead_addresses,
    erase_dead_addresses_before,
    erase_messages,
    erase_pressure,
    erase_pressure_before,
    erase_words,
    erase_words_before,
    messages_of,
    words_of,
)

SENDERS = (_("The providers of e-mail and text messages, where one is set"),)


def messages(customer_ids: Sequence[int]) -> Iterator[Item]:
    """What was written to the customer, in full, also what did not leave."""
    for row in messages_of(customer_ids).order_by("created_at", "pk"):
        fields = (
            (_("To"), row.address),
            (_("By"), row.channel),
            (_("Purpose"), row.purpose),
            (_("Kind"), row.message_class),
            (_("Language"), row.language),
            (_("State"), row.get_state_display()),
            (_("Settled"), row.settled_at.isoformat() if row.settled_at else ""),
            (_("What was heard of it"), row.get_receipt_display()),
            (_("Why it failed"), row.reason),
            (_("Text"), row.body),
        )
        yield Item(row.created_at, row.subject, _known(fields), "aisance")


def words(customer_ids: Sequence[int]) -> Iterator[Item]:
    """What the customer wrote to us."""
    for row in words_of(customer_ids).order_by("received_at", "pk"):
        fields = ((_("From"), row.address), (_("To"), row.recipient), (_("Text"), row.text))
        yield Item(row.received_at, _("A text message"), _known(fields), row.channel)


def dead_addresses(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Addresses of the customer that reach nobody."""
    for row in DeadAddress.objects.filter(address__in=addresses_of(customer_ids)).order_by("at"):
        fields = ((_("Address"), row.address), (_("How the other side said so"), row.words))
        yield Item(row.at, row.get_why_display(), _known(fields), row.channel)


def pressure(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Holds, and each decision whether to contact the customer."""
    holds = (
        Item(row.since, _("Left in peace"), ((_("Why"), row.words or row.code), (_("Until"), row.until.isoformat())))
        for row in Hold.objects.filter(customer_id__in=customer_ids).order_by("since")
    )
    return chain(holds, map(_decided, _decisions(customer_ids)))


def _decisions(customer_ids: Sequence[int]) -> Iterator[PressureDecision]:
    return PressureDecision.objects.filter(customer_id__in=customer_ids).order_by("decided_at", "pk").iterator()


def _decided(row: PressureDecision) -> Item:
    fields = (
        (_("Programme"), row.programme),
        (_("Family"), row.family),
        (_("Kind"), row.message_class),
        (_("By"), row.channel),
        (_("When it would leave"), row.at.isoformat()),
        (_("The rule that held it back"), row.rule),
        (_("Times put off"), row.times_delayed or ""),
    )
    return Item(row.decided_at, row.get_verdict_display(), _known(fields))


def _known(fields: tuple[tuple[object, object], ...]) -> tuple[tuple[object, object], ...]:
    return tuple((title, value) for title, value in fields if value not in {None, ""})


holds_personal(
    Holding(
        name="outreach.messages",
        title=_("Messages to the customer"),
        purpose=_("To write to customers, and to show what was written"),
        legal_basis=_("Contract; for marketing, consent"),
        shown=messages,
        erase=erase_messages,
        columns=tuple(
            f"outreach.Message.{name}"
            for name in ("address", "subject", "body", "unsubscribe_url", "reason", "provider_name")
        ),
        keep_days=365,
        keep_between=(30, 3650),
        overdue=blank_messages_before,
        recipients=SENDERS,
    )
)
holds_personal(
    Holding(
        name="outreach.words",
        title=_("Messages from the customer"),
        purpose=_("To take answers and stops by text message"),
        legal_basis=_("Our legitimate interest in good service"),
        shown=words,
        erase=erase_words,
        columns=tuple(f"outreach.InboundMessage.{name}" for name in ("key", "address", "recipient", "text", "series")),
        keep_days=365,
        keep_between=(30, 3650),
        overdue=erase_words_before,
        recipients=SENDERS,
    )
)
holds_personal(
    Holding(
        name="outreach.dead_addresses",
        title=_("Addresses that reach nobody"),
        purpose=_("To write to no address in vain"),
        legal_basis=_("Our legitimate interest in good service"),
        shown=dead_addresses,
        erase=erase_dead_addresses,
        columns=("outreach.DeadAddress.address", "outreach.DeadAddress.words"),
        keep_days=1095,
        keep_between=(30, 3650),
        overdue=erase_dead_addresses_before,
    )
)
PRESSURE = Holding(
    name="outreach.pressure",
    title=_("Decisions to contact or not"),
    purpose=_("To ask customers seldom, and never against their word"),
    legal_basis=_("Our legitimate interest, and the duty to respect an objection"),
    shown=pressure,
    erase=erase_pressure,
    columns=("outreach.Hold.code", "outreach.Hold.words"),
    keep_days=LONGEST_DAYS,
    keep_between=(LONGEST_DAYS, 3650),  # rules look back so far at most
    overdue=erase_pressure_before,
)
holds_personal(PRESSURE)
impersonal(
    "Codes that the company or the product chose.",
    *(
        f"outreach.Message.{name}"
        for name in ("key", "channel", "purpose", "message_class", "language", "message_id", "state", "receipt")
    ),
    "outreach.Message.reply_to",
    "outreach.InboundMessage.channel",
    "outreach.DeadAddress.channel",
    "outreach.DeadAddress.why",
    "outreach.Hold.only",
    "outreach.PressureDecision.*",
    "outreach.PressureDelay.*",
)
impersonal("The company's own rules.", "outreach.PressureRule.*")
