"""The records of sources: what each said, kept as it came."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings

from aisance.core import clock
from aisance.core.bulk import insert_rows, rows_among, stored_moment
from aisance.customers.contracts import FIELDS, CustomerClaim
from aisance.customers.models import SourceRecord

TABLE = SourceRecord._meta.db_table
_COLUMNS = (
    *("customer_id", "source", "source_key", "digest", "fields", "import_run", "received_at"),
    "waits",
)
_ONCE = "ON CONFLICT (source, source_key, digest) DO NOTHING"
_BY_KEY = f"SELECT source_key, customer_id FROM {TABLE} WHERE source = %s AND source_key"  # noqa: S608  names of ours
_BY_DIGEST = f"SELECT digest FROM {TABLE} WHERE digest"  # noqa: S608  names of ours

TELLING = ("birth_date", "street", "postcode", "city", "other_phone", "number")
"""With a name, one of these makes a record worth comparing: a name alone tells nobody apart."""
ENOUGH = 3
NAMES = ("name", "given_name", "family_name")
MAX_WORDS = 200

type Told = dict[str, str]


def told(claim: CustomerClaim, keys: Iterable[tuple[str, str]]) -> Told:
    """The content of a claim: its identifiers in their stored form, its name, and its fields."""
    found = dict(keys)
    if claim.name:
        found["name"] = claim.name
    found.update((name, claim.fields[name][:MAX_WORDS]) for name in FIELDS if claim.fields.get(name))
    return found


def digest(content: Told) -> str:
    """The same content, the same digest."""
    words = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()


def is_comparable(content: Mapping[str, str]) -> bool:
    """Whether a record can be compared with others at all: a name and something beside it, or much without a name."""
    telling = sum(name in content for name in TELLING)
    return telling >= ENOUGH or (telling > 0 and any(name in content for name in NAMES))


def own_key(claim: CustomerClaim) -> tuple[str, str] | None:
    """What tells a record apart where no identifier does: its source's own key, else its content; null for neither."""
    if claim.source and claim.source_key:
        return claim.source, claim.source_key
    if claim.source and is_comparable({**claim.fields, **({"name": claim.name} if claim.name else {})}):
        return claim.source, f"={digest(told(claim, ()))}"
    return None


def owners_of_records(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The row under which each key of a source came last; absent where it never did."""
    by_source: dict[str, list[str]] = {}
    for source, key in keys:
        by_source.setdefault(source, []).append(key)
    found: dict[tuple[str, str], int] = {}
    for source, some in by_source.items():
        found.update({(source, key): customer for key, customer in rows_among(_BY_KEY, some, source)})
    return found


def write_records(said: Sequence[tuple[CustomerClaim, Told, int]], *, import_run: int | None = None) -> None:
    """Keep what claims said, each with the row under which it came; what a source said before is not kept twice."""
    now, once = stored_moment(clock.now()), dict[tuple[str, str, str], tuple[Any, ...]]()
    for claim, content, customer_id in said:
        key = claim.source_key or (own_key(claim) or ("", ""))[1] if claim.source else ""
        mark = (claim.source[:80], key[:160], digest(content))
        words = json.dumps(content, ensure_ascii=False)
        once.setdefault(mark, (customer_id, *mark, words, import_run, now, is_comparable(content)))
    insert_rows(TABLE, _COLUMNS, list(once.values()), ending=_ONCE)


def known_contents(contents: Sequence[Told]) -> list[bool]:
    """Whether each content has come before, from whatever source."""
    digests = [digest(content) for content in contents]
    known = {found for (found,) in rows_among(_BY_DIGEST, set(digests))}
    return [found in known for found in digests]


def forget_import(import_run: int) -> int:
    """Take away the records that an import brought, as it is undone; how many."""
    removed, _rows = SourceRecord.objects.filter(import_run=import_run).delete()
    return removed


def country() -> str:
    """Where telephone numbers without a prefix belong."""
    return str(settings.ENVIRONMENT.country)
