"""What an import adds to customers, noted in the transaction that adds it, so that it can be taken back."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max, Model

from aisance.core.bulk import insert_rows, rows_among
from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerClaim
from aisance.customers.identity.judging import take_turns
from aisance.customers.models import Customer, Identifier, ImportTrace, Judgement
from aisance.customers.queries import Key, claim_keys, owners
from aisance.customers.services import find_or_add_customers

type Words = dict[int, tuple[str, str, str]]
"""Name, language and segment by customer."""

_WORDS = f"SELECT id, name, language, segment FROM {Customer._meta.db_table} WHERE id"  # noqa: S608  names of ours
_HELD = f"SELECT kind, value, id, customer_id FROM {Identifier._meta.db_table} WHERE customer_id"  # noqa: S608  names of ours


def find_or_add_traced(claims: Sequence[CustomerClaim], *, by: Viewer, run_id: int | None) -> list[int | None]:
    """As `find_or_add_customers`, noting for the run what it added; without a run it is just that."""
    if run_id is None:
        return find_or_add_customers(claims, by=by)
    with transaction.atomic():
        take_turns()
        keys = {key for claim in claims for key in claim_keys(claim)}
        known = owners(keys)
        highest, judged = _highest(Customer), _highest(Judgement)
        before = _words(set(known.values()))
        ids = find_or_add_customers(claims, by=by, import_run=run_id)
        _note(run_id, {pk for pk in ids if pk is not None}, highest, before, keys - known.keys())
        _note_judgements(run_id, judged)
    return ids


def _highest(model: type[Model]) -> int:
    return int(model._default_manager.aggregate(highest=Max("pk"))["highest"] or 0)


def _note_judgements(run_id: int, after: int) -> None:
    """What the rows of the file said of two customers, as that one telephone is of both."""
    found = Judgement.objects.filter(pk__gt=after).values_list("pk", "left_id")
    ImportTrace.objects.bulk_create(
        ImportTrace(run_id=run_id, what="judgement", customer_id=left, after=str(pk)) for pk, left in found
    )


def _words(ids: set[int]) -> Words:
    return {pk: (name, language, segment) for pk, name, language, segment in rows_among(_WORDS, ids)}


def _note(run_id: int, ids: set[int], highest: int, before: Words, missing: set[Key]) -> None:
    rows: list[tuple[Any, ...]] = [(run_id, "customer", pk, None, "", "") for pk in sorted(ids) if pk > highest]
    gained = [(kind, value, pk, owner) for kind, value, pk, owner in rows_among(_HELD, ids)]
    rows += [(run_id, "identifier", owner, pk, "", "") for kind, value, pk, owner in gained if (kind, value) in missing]
    after = _words(ids)
    for pk in sorted(after):
        name, language, segment = before.get(pk, ("", "", ""))
        new_name, new_language, new_segment = after[pk]
        if new_name != name:
            rows.append((run_id, "name", pk, None, "", digest(new_name)))
        if new_language != language:
            rows.append((run_id, "language", pk, None, language, digest(new_language)))
        if new_segment != segment:
            rows.append((run_id, "segment", pk, None, segment, new_segment))
    columns = ("run_id", "what", "customer_id", "identifier_id", "before", "after")
    insert_rows(ImportTrace._meta.db_table, columns, rows)


def digest(words: str) -> str:
    """Enough to see whether words are still the same, without holding them."""
    return hashlib.sha256(words.encode()).hexdigest()
