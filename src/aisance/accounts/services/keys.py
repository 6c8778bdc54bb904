"""API keys."""

import secrets
import string
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from aisance.accounts.models import ApiKey
from aisance.accounts.rules import KeyParts, digest, key_text
from aisance.core import audit, clock
from aisance.core.permissions import RIGHTS, Right, Viewer

PREFIX_SIGNS = string.ascii_lowercase + string.digits
# "Last used" is for a person who wonders whether a key is still needed; a write for each request would be waste.
USE_NOTED_EVERY = timedelta(minutes=1)


def create_api_key(*, name: str, unit_id: int, scopes: Collection[Right], by: Viewer) -> tuple[ApiKey, str]:
    """Make a key and give it together with its text, which is nowhere stored and never seen again.

    Raises ValueError on a right that keys may not hold.
    """
    if not scopes or not all(RIGHTS.get(right.code) == right and right.api for right in scopes):
        raise ValueError("A key holds at least one right, of those meant for programmes.")
    parts = KeyParts("".join(secrets.choice(PREFIX_SIGNS) for _ in range(8)), secrets.token_urlsafe(32))
    codes = sorted(right.code for right in scopes)
    with transaction.atomic():
        key = ApiKey.objects.create(
            name=name,
            prefix=parts.prefix,
            hashed=digest(parts),
            unit_id=unit_id,
            scopes=codes,
            created_by_id=by.person_id,
            created_at=clock.now(),
        )
        changes = {"name": name, "prefix": parts.prefix, "unit": unit_id, "scopes": codes}
        audit.record(by, "api_key.created", what="api_key", which=key.pk, changes=changes)
    return key, key_text(parts)


def revoke_api_key(*, key_id: int, by: Viewer) -> None:
    """End a key, at once and for good; ending it twice changes nothing."""
    with transaction.atomic():
        if ApiKey.objects.filter(pk=key_id, revoked_at__isnull=True).update(revoked_at=clock.now()):
            audit.record(by, "api_key.revoked", what="api_key", which=key_id)


def note_use_of_key(*, key: ApiKey) -> None:
    """Remember that a key was used, at most once a minute. Not audited: what is done with the key is."""
    now = clock.now()
    if key.last_used_at is None or now - key.last_used_at >= USE_NOTED_EVERY:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - USE_NOTED_EVERY)
        ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)
