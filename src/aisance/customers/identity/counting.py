"""Finds by counting which values are nobody's own: a telephone under which many unlike people were named."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.customers.identity.judging import withdraw_rules
from aisance.customers.identity.placeholders import MOST_NAMES
from aisance.customers.identity.words import PHONE_DIGITS, birth_digits, digits, strange_names
from aisance.customers.models import PlaceholderValue, SourceRecord

_READ = f"SELECT fields FROM {SourceRecord._meta.db_table} ORDER BY id"  # noqa: S608  names of ours
MOST_BIRTHS = 0.002
LEAST_BIRTHS = 50
"""A day on which more than this share of all were born, and more than so many, is one that a system fills in."""


@transaction.atomic
def count_placeholders(*, by: Viewer) -> int:
    """Look through all records for values under which more unlike people were named than share one; how many."""
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    births: dict[str, int] = defaultdict(int)
    total = 0
    for content in _contents():
        total += 1
        for key in _shared_values(content):
            _note(names[key], _name(content))
        if birth := birth_digits(content.get("birth_date", "")):
            births[birth] += 1
    found = {key: len(some) for key, some in names.items() if len(some) > MOST_NAMES}
    most = max(LEAST_BIRTHS, total * MOST_BIRTHS)
    found.update({("birth_date", day): count for day, count in births.items() if count > most})
    return _write(found, by)


def _contents() -> Iterator[dict[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        while rows := cursor.fetchmany(2_000):
            for (words,) in rows:
                yield json.loads(words) if isinstance(words, str) else words


def _shared_values(content: dict[str, str]) -> Iterator[tuple[str, str]]:
    for phone in {content.get("phone", ""), content.get("other_phone", "")} - {""}:
        yield "phone", phone if phone.startswith("+") else digits(phone)[-PHONE_DIGITS:]
    if email := content.get("email", ""):
        yield "email", email.lower()


def _name(content: dict[str, str]) -> str:
    return content.get("name") or f"{content.get('given_name', '')} {content.get('family_name', '')}".strip()


def _note(names: list[str], name: str) -> None:
    """Keep a name that has nothing in common with those before it; beyond what matters none is."""
    if name and len(names) <= MOST_NAMES and all(strange_names(name, other) for other in names):
        names.append(name)


def _write(found: dict[tuple[str, str], int], by: Viewer) -> int:
    known = set(PlaceholderValue.objects.values_list("kind", "value"))
    fresh = [(key, count) for key, count in sorted(found.items()) if key not in known]
    now = clock.now()
    rows: list[Any] = [
        PlaceholderValue(kind=kind, value=value[:254], names=count, found_at=now) for (kind, value), count in fresh
    ]
    PlaceholderValue.objects.bulk_create(rows, ignore_conflicts=True)
    withdraw_rules({value for (_kind, value), _count in fresh}, by=by)
    if fresh:
        audit.record(by, "identity.placeholders", what="placeholder", which="", changes={"found": len(fresh)})
    return len(fresh)
