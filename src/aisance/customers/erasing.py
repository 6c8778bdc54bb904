"""Erases customers: the last of all holdings, after what others keep about them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import models, transaction
from django.db.models import CASCADE, Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from aisance.core import clock
from aisance.core.models import AuditEntry, Event
from aisance.core.personal import seen_since
from aisance.customers.identity.persons import members
from aisance.customers.models import (
    Asking,
    BookNote,
    Customer,
    Group,
    GroupMember,
    Identifier,
    ImportTrace,
    Judgement,
    ProfileValue,
    Purchase,
    SearchBearer,
    SearchDue,
    SearchSlip,
    SearchWord,
    ServiceChoice,
    SourceRecord,
    Visit,
)


def _gone(*querysets: QuerySet[Any]) -> int:
    """Delete the rows, one set after the other; how many there were."""
    with transaction.atomic():
        return sum(rows.delete()[0] for rows in querysets)


@transaction.atomic
def erase_identity(customer_ids: Sequence[int]) -> int:
    """Delete the customers themselves. Where something is kept by duty, an empty row stays for it to point to."""
    people = Customer.objects.filter(pk__in=customer_ids)
    found = Identifier.objects.filter(customer_id__in=customer_ids).delete()[0]
    for person in people:
        if _is_needed(person):
            found += (
                Customer.objects.filter(pk=person.pk)
                .exclude(name="", language="", segment="")
                .update(name="", language="", segment="", restricted_at=clock.now(), merged_into=None)
            )
        else:
            found += person.delete()[0]
    return found


def _is_needed(person: Customer) -> bool:
    """Whether a row is left that cannot be without the customer: the other holdings erased all that may go."""
    owned = (link for link in Customer._meta.related_objects if link.on_delete is CASCADE)
    return any(_rows(link.related_model).filter(**{link.field.name: person.pk}).exists() for link in owned)


def _rows(model: type[models.Model]) -> QuerySet[Any]:
    return QuerySet(model)


@transaction.atomic
def erase_records(customer_ids: Sequence[int]) -> int:
    """Delete what sources said and what was judged of it, and groups that nobody else is in."""
    groups = list(GroupMember.objects.filter(customer_id__in=customer_ids).values_list("group_id", flat=True))
    found = _gone(
        Judgement.objects.filter(Q(left_id__in=customer_ids) | Q(right_id__in=customer_ids)),
        SourceRecord.objects.filter(customer_id__in=customer_ids),
        GroupMember.objects.filter(customer_id__in=customer_ids),
    )
    others = Exists(GroupMember.objects.filter(group=OuterRef("pk")))
    return found + _gone(Group.objects.filter(pk__in=groups).exclude(others))


def erase_purchases(customer_ids: Sequence[int]) -> int:
    """Delete the purchases."""
    return _gone(Purchase.objects.filter(customer_id__in=customer_ids))


def erase_purchases_before(moment: datetime) -> int:
    """Delete the purchases made before a moment."""
    return _gone(Purchase.objects.filter(at__lt=moment))


def erase_visits(customer_ids: Sequence[int]) -> int:
    """Delete the visits."""
    return _gone(Visit.objects.filter(customer_id__in=customer_ids))


def erase_visits_before(moment: datetime) -> int:
    """Delete the visits made before a moment."""
    return _gone(Visit.objects.filter(at__lt=moment))


def erase_profile(customer_ids: Sequence[int]) -> int:
    """Delete what was told, asked and chosen."""
    return _gone(
        *(table.objects.filter(customer_id__in=customer_ids) for table in (ProfileValue, Asking, ServiceChoice))
    )


def erase_askings_before(moment: datetime) -> int:
    """Delete values that ended and askings of before a moment. A value that stands ends by its field's own time."""
    return _gone(ProfileValue.objects.filter(expires_at__lt=moment), Asking.objects.filter(at__lt=moment))


def erase_notes(customer_ids: Sequence[int]) -> int:
    """Delete the notes."""
    return _gone(BookNote.objects.filter(customer_id__in=customer_ids))


def erase_notes_before(moment: datetime) -> int:
    """Delete the notes written before a moment; each has an end of its own as well, which comes sooner."""
    return _gone(BookNote.objects.filter(written_at__lt=moment))


@transaction.atomic
def erase_words(customer_ids: Sequence[int]) -> int:
    """Delete whose words these are, and the words that nobody else bears."""
    borne = SearchBearer.objects.filter(customer_id__in=customer_ids)
    words = list(borne.values_list("word_id", flat=True))
    found = borne.delete()[0] + SearchDue.objects.filter(customer_id__in=customer_ids).delete()[0]
    others = Exists(SearchBearer.objects.filter(word=OuterRef("pk")))
    alone = list(SearchWord.objects.filter(pk__in=words).exclude(others).values_list("pk", flat=True))
    return found + _gone(SearchSlip.objects.filter(word_id__in=alone), SearchWord.objects.filter(pk__in=alone))


def erase_imported(customer_ids: Sequence[int]) -> int:
    """Delete the traces of imports; an import that is undone later has nothing to undo of them."""
    return _gone(ImportTrace.objects.filter(customer_id__in=customer_ids))


def events_of(customer_ids: Sequence[int]) -> QuerySet[Event]:
    """Events that name the customers by number, or by an identifier of theirs."""
    named = Q(payload__customer_id__in=list(customer_ids))
    for value in Identifier.objects.filter(customer_id__in=customer_ids).values_list("value", flat=True):
        named |= Q(words__icontains=value)
    return Event.objects.annotate(words=Cast("payload", TextField())).filter(named)


def erase_events(customer_ids: Sequence[int]) -> int:
    """Delete the events."""
    return _gone(Event.objects.filter(pk__in=list(events_of(customer_ids).values_list("pk", flat=True))))


def erase_handled_events_before(moment: datetime) -> int:
    """Delete events that were handled before a moment."""
    return _gone(Event.objects.filter(handled_at__lt=moment))


def audit_of(customer_ids: Sequence[int]) -> QuerySet[AuditEntry]:
    """Lines of the trail about the customers, and those that quote an identifier of theirs."""
    about = Q(object_type="customer", object_id__in=[str(pk) for pk in customer_ids])
    for value in Identifier.objects.filter(customer_id__in=customer_ids).values_list("value", flat=True):
        about |= Q(words__icontains=value)
    return AuditEntry.objects.annotate(words=Cast("changes", TextField())).filter(about)


def empty_audit(customer_ids: Sequence[int]) -> int:
    """Keep that something was done, by whom and when; take out what it was."""
    keys = list(audit_of(customer_ids).exclude(changes={}).values_list("pk", flat=True))
    return AuditEntry.objects.filter(pk__in=keys).update(changes={})


def people_not_seen_since(moment: datetime) -> Iterator[tuple[int, ...]]:
    """Persons known before a moment with whom nothing happened since, each with all rows, from the oldest on.

    Without those whose data may only be kept.
    """
    heads = Customer.objects.filter(merged_into=None, created_at__lt=moment, restricted_at=None).order_by("pk")
    for some in batched(heads.values_list("pk", flat=True).iterator(chunk_size=2_000), 2_000):
        rows = members(some)
        seen = seen_since({row for one in rows.values() for row in one}, moment)
        yield from (rows[pk] for pk in some if not seen.intersection(rows[pk]))


@dataclass(frozen=True, slots=True)
class KnownRow:
    """Under what a customer is known, each with since when: the number of the row, and every identifier."""

    customer_id: int
    words: Mapping[str, datetime]


def known_rows(customer_ids: Sequence[int] | None = None) -> Iterator[KnownRow]:
    """Under what customers are known, in words that no other customer shares; all of them without ids."""
    rows = Customer.objects.order_by("pk")
    if customer_ids is not None:
        rows = rows.filter(pk__in=customer_ids)
    for some in batched(rows.values_list("pk", "created_at").iterator(chunk_size=5_000), 5_000):
        known = {pk: {f"row:{pk}:{at.isoformat()}": at} for pk, at in some}
        held = Identifier.objects.filter(customer_id__in=known)
        for pk, kind, value, at in held.values_list("customer_id", "kind", "value", "added_at"):
            known[pk][f"{kind}:{value}"] = at
        yield from (KnownRow(pk, words) for pk, words in known.items())
