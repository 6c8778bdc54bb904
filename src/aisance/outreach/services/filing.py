"""Filing an intent, and sending a failed message again."""

from collections.abc import Collection, Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.utils.text import Truncator

from aisance.consent.contracts import ContactAsk
from aisance.core import audit, clock
from aisance.core.decisions import Allowed, Decision, Refused
from aisance.core.permissions import Viewer
from aisance.customers.public import persons_of
from aisance.outreach.contracts import HELD_CLASSES, MessageIntent, RefusalReason
from aisance.outreach.footers import with_preferences
from aisance.outreach.leave import refusal_now, refusals, written_to_lately
from aisance.outreach.models import DeadAddress, Message
from aisance.outreach.queries import reach_of
from aisance.outreach.rules import message_id
from aisance.outreach.services.stopping import keep_apart

SUBJECT_LENGTH = 200


def propose(intent: MessageIntent) -> Decision:
    """File an intent, inside the caller's transaction. Refused(RefusalReason) where the customer may not be reached.

    Filing a key again changes nothing and gives Allowed. An event MessageHandled follows once it left or failed.
    """
    return propose_all([intent])[0]


@transaction.atomic
def propose_all(intents: Sequence[MessageIntent]) -> list[Decision]:
    """File many intents as `propose` files each, in their order; a handful of queries, whatever their number.

    A person who is in them more than once is asked of as often, since each message filed may stand against the next.
    """
    found: list[Decision] = [Allowed()] * len(intents)
    for places in _turns(intents):
        decisions = _proposed([intents[place] for place in places])
        for place, decision in zip(places, decisions, strict=True):
            found[place] = decision
    return found


def _turns(intents: Sequence[MessageIntent]) -> list[list[int]]:
    """The places of the intents, in turns that hold no person and no key twice."""
    persons = persons_of({intent.customer_id for intent in intents}) if len(intents) > 1 else {}
    turns: list[list[int]] = []
    next_turn: dict[object, int] = {}
    for place, intent in enumerate(intents):
        whose = (persons.get(intent.customer_id, intent.customer_id), intent.key)
        turn = max(next_turn.get(one, 0) for one in whose)
        next_turn.update(dict.fromkeys(whose, turn + 1))
        if turn == len(turns):
            turns.append([])
        turns[turn].append(place)
    return turns


def _proposed(intents: Sequence[MessageIntent]) -> list[Decision]:
    """What is said to intents of different persons."""
    filed = _filed({intent.key for intent in intents})
    fresh = [intent for intent in intents if intent.key not in filed]
    if not fresh:
        return [Allowed()] * len(intents)
    keep_apart({intent.customer_id for intent in fresh})
    reaches = _reaches(fresh)
    refused = _refused(fresh, reaches)
    _file([(with_preferences(one), reaches[one.key]) for one in fresh if one.key not in refused])
    return [Refused(refused[one.key]) if one.key in refused else Allowed() for one in intents]


def _filed(keys: Collection[str]) -> set[str]:
    return set(Message.objects.filter(key__in=keys).values_list("key", flat=True))


def _reaches(intents: Sequence[MessageIntent]) -> dict[str, str | RefusalReason]:
    """By key the address that the channel reaches, or why it reaches none."""
    found: dict[str, str | RefusalReason] = {}
    for channel in {intent.channel for intent in intents}:
        some = [intent for intent in intents if intent.channel == channel]
        reached = reach_of([intent.customer_id for intent in some], channel)
        found.update((intent.key, reached[intent.customer_id]) for intent in some)
    return found


def _refused(intents: Sequence[MessageIntent], reaches: Mapping[str, str | RefusalReason]) -> dict[str, RefusalReason]:
    """By key why the customer is not written to: their word first, then the missing address, then how often."""
    asks = [
        ContactAsk(one.customer_id, one.purpose, one.channel, _address(reaches[one.key]), one.message_class)
        for one in intents
    ]
    held = {one.customer_id for one in intents if one.message_class in HELD_CLASSES}
    rested = written_to_lately(held) if held else set()
    found: dict[str, RefusalReason] = {}
    for one, shut in zip(intents, refusals(asks), strict=True):
        reach = reaches[one.key]
        if shut or isinstance(reach, RefusalReason):
            found[one.key] = shut or RefusalReason(reach)
        elif one.message_class in HELD_CLASSES and one.customer_id in rested:
            found[one.key] = RefusalReason.LESS_OFTEN
    return found


def _address(reach: str | RefusalReason) -> str:
    return "" if isinstance(reach, RefusalReason) else reach


def _file(messages: Sequence[tuple[MessageIntent, str]]) -> None:
    now = clock.now()
    rows = [
        Message(
            key=intent.key,
            channel=intent.channel,
            purpose=intent.purpose,
            message_class=intent.message_class,
            customer_id=intent.customer_id,
            address=address,
            language=intent.language,
            subject=Truncator(intent.subject).chars(SUBJECT_LENGTH),
            body=intent.body,
            unsubscribe_url=intent.unsubscribe_url,
            reply_to=intent.reply_to,
            message_id=message_id(intent.key, settings.BASE_URL),
            created_at=now,
            next_try_at=now,
        )
        for intent, address in messages
    ]
    # Two proposers of one key may meet here: the second finds it filed.
    Message.objects.bulk_create(rows, batch_size=200, ignore_conflicts=True)


@transaction.atomic
def retry(message: Message, *, by: Viewer) -> Decision:
    """Let a failed message leave again. Refused("not_failed") for any other, Refused(RefusalReason) as when filed."""
    keep_apart({message.customer_id})
    if shut := refusal_now(message):
        return Refused(shut)
    now = clock.now()
    # Whoever sends it again by hand says that the address works.
    DeadAddress.objects.filter(channel=message.channel, address=message.address).delete()
    freed = Message.objects.filter(pk=message.pk, state=Message.State.FAILED).update(
        state=Message.State.PENDING,
        attempts=0,
        next_try_at=now,
        claimed_until=None,
        handed_over_at=None,
        settled_at=None,
    )
    if not freed:
        return Refused("not_failed")
    audit.record(by, "message.retried", what="message", which=message.pk, changes={"state": ["failed", "pending"]})
    return Allowed()
