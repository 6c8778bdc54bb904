"""Sending what waits: claimed with a lease, handed over once, settled with an event.

Several workers may do this at once, and any of them may die at any moment; see docs/explanation/sending-once.md.
"""

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from aisance.core import clock
from aisance.outreach.channels import patience
from aisance.outreach.channels.outcomes import (
    Busy,
    Delivered,
    Interrupted,
    Never,
    NotNow,
    Outcome,
    Unclear,
    WayOut,
)
from aisance.outreach.contracts import MessageChannel, RefusalReason
from aisance.outreach.leave import refusal_now
from aisance.outreach.models import Message
from aisance.outreach.rules import pause_after, without_addresses
from aisance.outreach.services.returns import bury_address
from aisance.outreach.services.settling import settle
from aisance.outreach.ways import WAYS, Way

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
BATCH = 20
PAUSE_AFTER_A_BREAK = timedelta(minutes=1)
PAUSE_OF_THE_BUSY = timedelta(seconds=10)


class ClaimLostError(Exception):
    """The lease ended before the message was handed over, and it is somebody else's now."""


class ForbiddenError(Exception):
    """The customer has said no since the message was filed."""

    def __init__(self, reason: RefusalReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def send_due_messages(limit: int = BATCH) -> int:
    """Send what is due, and settle what a dead worker had handed over; returns how many messages were dealt with."""
    return _settle_lost_receipts() + sum(_send_by(channel, way, limit) for channel, way in WAYS.items())


def _settle_lost_receipts() -> int:
    """A handed-over message whose worker is gone may have arrived: it is never sent again."""
    lost = Message.objects.filter(state=Message.State.HANDED_OVER, claimed_until__lte=clock.now())
    return sum(settle(message, Message.State.UNACKNOWLEDGED, "receipt_lost") for message in lost)


def _send_by(channel: MessageChannel, way: Way, limit: int) -> int:
    server = way.server()
    if patience.rests(server, clock.now()) or not _due(channel).exists():
        return 0
    try:
        # Before claiming: a server that is down costs no message an attempt.
        out = way.open()
    except OSError as problem:
        patience.silence(server, clock.now())
        log.warning("The server for %s cannot be reached: %s", channel.value, type(problem).__name__)
        return 0
    patience.answer(server)
    with closing(out), _commits_that_survive_a_power_cut():
        return _send_batch(_claim(channel, limit), way, out)


def _due(channel: MessageChannel) -> QuerySet[Message]:
    now = clock.now()
    waiting = Message.objects.filter(channel=channel, state=Message.State.PENDING, next_try_at__lte=now)
    return waiting.exclude(claimed_until__gt=now).order_by("next_try_at", "pk")


def _claim(channel: MessageChannel, limit: int) -> list[Message]:
    if not _due(channel).exists():
        return []  # SQLite's one write lock is not taken to find nothing
    until = clock.now() + LEASE
    with transaction.atomic():
        free = _due(channel).select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        claimed = list(free[:limit])
        Message.objects.filter(pk__in=[message.pk for message in claimed]).update(claimed_until=until)
    for message in claimed:
        message.claimed_until = until
    return claimed


def _send_batch(batch: list[Message], way: Way, out: WayOut[Any]) -> int:
    half_time = clock.now() + LEASE / 2
    waiting = list(batch)
    try:
        # With a slow server the rest of a batch goes back early, rather than to lose its lease half-way out.
        while waiting and out.is_usable() and clock.now() < half_time:
            _send(waiting.pop(0), way, out)
    finally:
        _release(waiting)
    return len(batch) - len(waiting)


def _send(message: Message, way: Way, out: WayOut[Any]) -> None:
    try:
        if message.channel == MessageChannel.NULL:  # it leaves by no hand-over
            _ask_again(message)
        outcome = out.deliver(way.write(message), lambda: _hand_over(message))
    except ForbiddenError as refusal:
        settle(message, Message.State.FAILED, refusal.reason)
    except ClaimLostError:
        log.warning("Message %s was taken over before it left", message.pk)
    else:
        _conclude(message, outcome, way)


def _hand_over(message: Message) -> None:
    """Commit that the message is about to leave. The claim is checked again, since it may have been slow, and so is
    the customer's word: what they say takes effect on all that has not left.
    """
    now = clock.now()
    with transaction.atomic(durable=True):
        _ask_again(message)
        mine = Message.objects.filter(
            pk=message.pk, state=Message.State.PENDING, claimed_until=message.claimed_until
        ).update(state=Message.State.HANDED_OVER, handed_over_at=now, claimed_until=now + LEASE)
    if not mine:
        raise ClaimLostError
    message.state, message.claimed_until = Message.State.HANDED_OVER, now + LEASE


def _ask_again(message: Message) -> None:
    shut = refusal_now(message)
    if shut:
        raise ForbiddenError(shut)


def _conclude(message: Message, outcome: Outcome, way: Way) -> None:
    match outcome:
        case Delivered(name):
            settle(message, Message.State.SENT, name=name)
        case Never(words, dead):
            _fail(message, without_addresses(words), dead)
        case Unclear(words):
            settle(message, Message.State.UNACKNOWLEDGED, without_addresses(words))
        case NotNow(words):
            _wait_or_give_up(message, without_addresses(words))
        case Busy(words):
            patience.silence(way.server(), clock.now())
            message.reason = without_addresses(words)
            _wait(message, PAUSE_OF_THE_BUSY)
        case Interrupted():
            patience.silence(way.server(), clock.now())
            _wait(message, PAUSE_AFTER_A_BREAK)


@transaction.atomic
def _fail(message: Message, words: str, dead: bool) -> None:
    settle(message, Message.State.FAILED, words)
    if dead:
        bury_address(message, words)


def _wait_or_give_up(message: Message, words: str) -> None:
    message.attempts += 1
    message.reason = words
    pause = pause_after(message.attempts)
    if pause is None:
        settle(message, Message.State.FAILED, words)
    else:
        _wait(message, pause)


def _wait(message: Message, pause: timedelta) -> None:
    same = Message.objects.filter(pk=message.pk, state=message.state, claimed_until=message.claimed_until)
    same.update(
        state=Message.State.PENDING,
        attempts=message.attempts,
        reason=message.reason,
        next_try_at=clock.now() + pause,
        claimed_until=None,
        handed_over_at=None,
    )


def _release(messages: list[Message]) -> None:
    if messages:
        until = messages[0].claimed_until
        pks = [message.pk for message in messages]
        Message.objects.filter(pk__in=pks, state=Message.State.PENDING, claimed_until=until).update(claimed_until=None)


@contextmanager
def _commits_that_survive_a_power_cut() -> Iterator[None]:
    """SQLite elsewhere commits without waiting for the disk; the hand-over is the one commit that must not be lost."""
    is_needed = connection.vendor == "sqlite" and not connection.in_atomic_block
    if is_needed:
        _pragma("FULL")
    try:
        yield
    finally:
        if is_needed:
            _pragma("NORMAL")


def _pragma(level: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={level}")
