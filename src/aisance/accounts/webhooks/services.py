"""The only writers of webhooks and of what is told to them."""

import json
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q

from aisance.accounts.models import Webhook, WebhookDelivery
from aisance.accounts.webhooks.ordering import in_turn
from aisance.accounts.webhooks.rules import MOST_ATTEMPTS, pause_after, secret_text, signature
from aisance.accounts.webhooks.secrets import deciphered, enciphered
from aisance.accounts.webhooks.sending import Sent, send
from aisance.core import audit, clock
from aisance.core.bulk import insert_rows, stored_json, stored_moment
from aisance.core.events import current_event_id
from aisance.core.permissions import Viewer

AT_ONCE = 50
THREADS = 8
LEASE = timedelta(minutes=2)
KEPT = timedelta(days=30)
SECRET_BYTES = 32

_COLUMNS = ("webhook_id", "event_id", "place", "kind", "customer_id", "data", "happened_at", "state", "attempts")


def add_webhook(*, name: str, url: str, kinds: Sequence[str], by: Viewer) -> tuple[Webhook, str]:
    """Add an address, and give its secret, which is shown this once."""
    secret = secrets.token_bytes(SECRET_BYTES)
    with transaction.atomic():
        webhook = Webhook.objects.create(
            name=name,
            url=url,
            kinds=sorted(kinds),
            secret=enciphered(secret),
            created_by_id=by.person_id,
            created_at=clock.now(),
        )
        audit.record(
            by, "webhook.added", what="webhook", which=webhook.pk, changes={"name": name, "kinds": list(kinds)}
        )
    return webhook, secret_text(secret)


def change_webhook(*, webhook_id: int, name: str, url: str, kinds: Sequence[str], is_active: bool, by: Viewer) -> None:
    """Change what it is told and where; what waits goes to the new address."""
    fields = {"name": name, "url": url, "kinds": sorted(kinds), "is_active": is_active}
    with transaction.atomic():
        if Webhook.objects.filter(pk=webhook_id).update(**fields, failures=0, rests_until=None):
            audit.record(by, "webhook.changed", what="webhook", which=webhook_id, changes=fields)


def remove_webhook(*, webhook_id: int, by: Viewer) -> None:
    """Tell it nothing more, and forget what it was told."""
    with transaction.atomic():
        if Webhook.objects.filter(pk=webhook_id).delete()[0]:
            audit.record(by, "webhook.removed", what="webhook", which=webhook_id)


def replay(*, webhook_id: int, since: datetime, by: Viewer) -> int:
    """Tell once more what happened since a moment, in order and under the same ids; how many."""
    with transaction.atomic():
        rows = WebhookDelivery.objects.filter(webhook_id=webhook_id, happened_at__gte=since).exclude(state="waiting")
        count = rows.update(state="waiting", attempts=0, next_at=clock.now(), claimed_until=None, delivered_at=None)
        Webhook.objects.filter(pk=webhook_id).update(failures=0, rests_until=None)
        changes = {"n": count, "since": since.isoformat()}
        audit.record(by, "webhook.replayed", what="webhook", which=webhook_id, changes=changes)
    return count


def file_deliveries(*, kind: str, told: Callable[[], Sequence[tuple[int | None, Mapping[str, Any]]]]) -> int:
    """Write down what the addresses that wait for this kind are to be told. Twice for the same event is once."""
    webhooks = [hook for hook in Webhook.objects.filter(is_active=True) if kind in hook.kinds]
    if not webhooks:
        return 0
    now, event_id, items = stored_moment(clock.now()), current_event_id(), told()
    rows = [
        (hook.pk, event_id, place, kind, customer_id, stored_json(data), now, "waiting", 0, now, "")
        for hook in webhooks
        for place, (customer_id, data) in enumerate(items)
    ]
    with transaction.atomic():
        insert_rows(
            WebhookDelivery._meta.db_table,
            (*_COLUMNS, "next_at", "outcome"),
            rows,
            ending="ON CONFLICT (webhook_id, event_id, place) DO NOTHING",
        )
    return len(rows)


def deliver_waiting() -> int:
    """Send some of what waits, the first of each customer; how many were taken. Several workers may call it."""
    claimed = _claim()
    if not claimed:
        return 0
    with ThreadPoolExecutor(THREADS) as threads:
        results = list(threads.map(partial(_sent, now=clock.now()), claimed))
    for delivery, result in zip(claimed, results, strict=True):
        _note(delivery, result)
    return sum(result.taken for result in results)


def _claim() -> list[WebhookDelivery]:
    """What is due and is the first of its customer at its address; leased, so that a killed worker loses none."""
    now = clock.now()
    waiting = WebhookDelivery.objects.filter(state="waiting", webhook__is_active=True, next_at__lte=now)
    earlier = WebhookDelivery.objects.filter(
        Q(event_id__lt=OuterRef("event_id")) | Q(event_id=OuterRef("event_id"), place__lt=OuterRef("place")),
        state="waiting",
        webhook_id=OuterRef("webhook_id"),
        customer_id=OuterRef("customer_id"),
    )
    free = waiting.exclude(claimed_until__gt=now).exclude(webhook__rests_until__gt=now).exclude(Exists(earlier))
    skips = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        # Of the delivery alone: an outer join's other side cannot be locked.
        rows = free.select_for_update(skip_locked=skips, of=("self",) if skips else ()).order_by("event_id", "place")
        claimed = in_turn(list(rows.select_related("webhook")[:AT_ONCE]))
        WebhookDelivery.objects.filter(pk__in=[row.pk for row in claimed]).update(claimed_until=now + LEASE)
    return claimed


def _sent(delivery: WebhookDelivery, now: datetime) -> Sent:
    """Sign and send. In a thread of its own: it touches no database."""
    secret = deciphered(delivery.webhook.secret)
    if secret is None:
        return Sent(False, "secret")
    message_id = f"{delivery.event_id}.{delivery.place}"
    happened = delivery.happened_at.isoformat()
    content = {"type": delivery.kind, "timestamp": happened, "data": delivery.data}
    body = json.dumps(content, ensure_ascii=False).encode()
    stamp = int(now.timestamp())
    headers = {
        "webhook-id": message_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": signature(secret, message_id, stamp, body),
    }
    return send(delivery.webhook.url, body, headers)


def _note(delivery: WebhookDelivery, result: Sent) -> None:
    now = clock.now()
    row, hook = WebhookDelivery.objects.filter(pk=delivery.pk), Webhook.objects.filter(pk=delivery.webhook_id)
    words: dict[str, Any] = {"attempts": delivery.attempts + 1, "outcome": result.outcome, "claimed_until": None}
    if result.taken:
        row.update(**words, state="delivered", delivered_at=now)
        hook.filter(failures__gt=0).update(failures=0, rests_until=None)
        return
    pause = pause_after(delivery.attempts + 1)
    over = delivery.attempts + 1 >= MOST_ATTEMPTS
    row.update(**words, state="given_up" if over else "waiting", next_at=now + pause)
    # The address as a whole rests: it would refuse what is for other customers too.
    hook.update(failures=F("failures") + 1, rests_until=now + min(pause, timedelta(minutes=5)))


def forget_old() -> int:
    """Delete what was told a month ago; how many."""
    return forget_told_before(clock.now() - KEPT)


def forget_told_before(moment: datetime) -> int:
    """Delete what happened before a moment and was told; how many."""
    gone: int = WebhookDelivery.objects.filter(happened_at__lt=moment).exclude(state="waiting").delete()[0]
    return gone


def forget_customers(customer_ids: Collection[int]) -> int:
    """Delete what was told, or is to be told, of these customers."""
    gone: int = WebhookDelivery.objects.filter(customer_id__in=customer_ids).delete()[0]
    return gone
