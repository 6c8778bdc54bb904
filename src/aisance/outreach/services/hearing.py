"""What customers say to us by text message: stored once, put together from its parts, and told of."""

import zlib
from contextlib import suppress
from datetime import timedelta

from django.db import connection, transaction

from aisance.core import clock
from aisance.core.events import emit
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_customers, normalised
from aisance.outreach.channels import patience
from aisance.outreach.channels.sms.heard import HeardReceipt, HeardText
from aisance.outreach.channels.sms.opening import centre, server
from aisance.outreach.channels.sms.session import LineBrokenError, Session
from aisance.outreach.channels.sms.smpp import heard as read
from aisance.outreach.contracts import Heard, MessageChannel, WordsReceived
from aisance.outreach.models import InboundMessage, Message
from aisance.outreach.rules import storable
from aisance.outreach.services.returns import message_named, note_receipt
from aisance.outreach.services.stopping import heard

_LOCKS = 7_340_223
"""Any number that no other lock of ours bears."""

PARTS_WITHIN = timedelta(hours=24)
LEFT = [Message.State.SENT, Message.State.UNACKNOWLEDGED, Message.State.HANDED_OVER]


def hear_texts() -> int:
    """Take in what the SMS centre brought, if texts go over SMPP: stored first, acknowledged then; how many."""
    now = clock.now()
    if patience.rests(server(), now):
        return 0
    try:
        session = centre()
        return 0 if session is None else _take_in(session)
    except OSError:
        patience.silence(server(), now)
        return 0


def _take_in(session: Session) -> int:
    session.listen()
    brought = list(session.waiting)
    for pdu in brought:
        match read(pdu, session.name, session.options.get("alphabet", "gsm")):
            case HeardText() as text:
                take_text(text)
            case HeardReceipt() as receipt:
                take_receipt(receipt)
        try:
            session.acknowledge(pdu)
        except LineBrokenError:
            break
    return len(brought)


def take_receipt(receipt: HeardReceipt) -> bool:
    """Note what became of a text; false where we know of none that is called so."""
    address = _as_we_write_it(receipt.address)
    message = message_named(storable(receipt.name), MessageChannel.SMS, address)
    if message is None:
        return False
    note_receipt(message, Message.Receipt(receipt.fate))
    return True


@transaction.atomic
def take_text(text: HeardText) -> bool:
    """Store a text and do what it asks for; true where it is new. An event WordsReceived follows for other words."""
    series = storable(text.series)
    if series:
        _in_turn(series)
    row, is_new = InboundMessage.objects.get_or_create(
        key=text.key,
        defaults={
            "channel": MessageChannel.SMS,
            "address": _as_we_write_it(text.address),
            "recipient": storable(text.recipient),
            "text": storable(text.words),
            "series": series,
            "part": text.part,
            "parts": text.parts,
            "received_at": clock.now(),
        },
    )
    if is_new and _is_whole(row):
        _understand(row)
    return is_new


def _in_turn(series: str) -> None:
    """Two workers that hear two parts at once would each miss the other's. SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCKS, zlib.crc32(series.encode()) & 0x7FFFFFFF])


def _is_whole(row: InboundMessage) -> bool:
    """Whether nothing is missing; the words of all parts then stand in this row."""
    if not row.series:
        return True
    rows = InboundMessage.objects.filter(series=row.series, received_at__gt=clock.now() - PARTS_WITHIN)
    parts = {other.part: other for other in rows.select_for_update().order_by("pk")}
    if len(parts) < row.parts:
        return False
    row.text = "".join(parts[number].text for number in sorted(parts))
    row.series = ""
    row.save(update_fields=["text", "series"])
    rows.exclude(pk=row.pk).update(series="", text="")  # the numbers of series come round again
    return True


def _understand(row: InboundMessage) -> None:
    before = Message.objects.filter(channel=row.channel, address=row.address, state__in=LEFT).order_by("-pk").first()
    row.customer_id = before.customer_id if before else _owner(row.address)
    row.answers = before
    row.save(update_fields=["customer", "answers"])
    if row.customer_id is None or heard(row.customer_id, row.text, f"sms:{row.pk}") != Heard.OTHER:
        return
    key = before.key if before else ""
    emit(WordsReceived(row.customer_id, row.channel, row.text, key, row.received_at.isoformat()))


def _owner(address: str) -> int | None:
    try:
        return find_customers([CustomerClaim({IdentifierKind.PHONE: address})])[0]
    except ValueError:  # a short code, a name
        return None


def _as_we_write_it(address: str) -> str:
    """The number as customers' numbers are stored; most gateways leave out the plus of an international one."""
    plain = storable(address).strip()
    is_international = plain.isdecimal() and not plain.startswith("0")
    for written in ([f"+{plain}"] if is_international else []) + [plain]:
        with suppress(ValueError):
            return normalised(IdentifierKind.PHONE, written)
    return plain
