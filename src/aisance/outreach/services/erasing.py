"""Erases what was written to customers and by them, and what pressure knows of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from aisance.core.models import Event
from aisance.core.personal import dispose
from aisance.customers.public import customer_cards
from aisance.outreach.models import DeadAddress, Hold, InboundMessage, Message, PressureDecision

SETTLED = (Message.State.SENT, Message.State.UNACKNOWLEDGED, Message.State.FAILED)


def addresses_of(customer_ids: Sequence[int]) -> set[str]:
    """Every identifier of these customers, as messages bear them."""
    return {value for card in customer_cards(customer_ids).values() for _kind, value in card.identifiers}


def messages_of(customer_ids: Sequence[int]) -> QuerySet[Message]:
    """What was written to these customers, or to an address of theirs."""
    return Message.objects.filter(Q(customer_id__in=customer_ids) | Q(address__in=addresses_of(customer_ids)))


def words_of(customer_ids: Sequence[int]) -> QuerySet[InboundMessage]:
    """What these customers wrote, also where it was not known who wrote."""
    return InboundMessage.objects.filter(Q(customer_id__in=customer_ids) | Q(address__in=addresses_of(customer_ids)))


@transaction.atomic
def erase_messages(customer_ids: Sequence[int]) -> int:
    """Delete the messages, the files they were written to, and events that tell of them."""
    rows = messages_of(customer_ids)
    named = list(rows.values_list("key", "message_id"))
    _erase_events([key for key, _ in named])
    _dispose_of_files(message_id for _, message_id in named)
    rows.delete()
    return len(named)


def _erase_events(keys: Sequence[str]) -> None:
    told = Event.objects.filter(name__in=["MessageHandled", "WordsReceived"])
    for start in range(0, len(keys), 200):
        some = keys[start : start + 200]
        told.filter(Q(payload__key__in=some) | Q(payload__message_key__in=some)).delete()


def _dispose_of_files(message_ids: Iterable[str]) -> None:
    """Messages leave into folders where no server is set; what is there bears the name of the message."""
    mail, texts = settings.ENVIRONMENT.mail_folder, settings.ENVIRONMENT.home / "outgoing-sms"
    for message_id in message_ids:
        name = message_id.strip("<>").partition("@")[0]
        dispose([mail / f"{name}.eml", texts / f"{name}.txt"])


@transaction.atomic
def blank_messages_before(moment: datetime) -> int:
    """Forget words and address of messages that were settled before a moment; that there was one stays."""
    rows = Message.objects.filter(state__in=SETTLED, settled_at__lt=moment).exclude(address="", body="", subject="")
    _dispose_of_files(rows.values_list("message_id", flat=True))
    return rows.update(address="", subject="", body="", unsubscribe_url="", reason="", provider_name="")


@transaction.atomic
def erase_words(customer_ids: Sequence[int]) -> int:
    """Delete what customers wrote, and the events that tell of it."""
    Event.objects.filter(name="WordsReceived", payload__customer_id__in=list(customer_ids)).delete()
    return words_of(customer_ids).delete()[0]


def erase_words_before(moment: datetime) -> int:
    """Delete what was received before a moment."""
    return InboundMessage.objects.filter(received_at__lt=moment).delete()[0]


def erase_dead_addresses(customer_ids: Sequence[int]) -> int:
    """Delete the marks on addresses of theirs."""
    return DeadAddress.objects.filter(address__in=addresses_of(customer_ids)).delete()[0]


def erase_dead_addresses_before(moment: datetime) -> int:
    """Delete the marks made before a moment."""
    return DeadAddress.objects.filter(at__lt=moment).delete()[0]


@transaction.atomic
def erase_pressure(customer_ids: Sequence[int]) -> int:
    """Delete decisions and holds."""
    found = [table.objects.filter(customer_id__in=customer_ids).delete()[0] for table in (PressureDecision, Hold)]
    return sum(found)


@transaction.atomic
def erase_pressure_before(moment: datetime) -> int:
    """Delete decisions and holds that ended before a moment."""
    decided = PressureDecision.objects.filter(at__lt=moment, expires_at__lt=moment).delete()[0]
    return decided + Hold.objects.filter(until__lt=moment).delete()[0]
