"""Taking a whole import back: what it added goes, what others added since stays; said exactly beforehand."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import ManyToOneRel, Model, Q

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.customers.bringing.tracing import digest
from aisance.customers.identity.judging import settle, take_turns
from aisance.customers.identity.records import forget_import
from aisance.customers.models import (
    Customer,
    GroupMember,
    Identifier,
    ImportRun,
    ImportTrace,
    Judgement,
    Purchase,
    SourceRecord,
    Visit,
)
from aisance.customers.search.services import note_changed
from aisance.lake.public import mark_stale

PORTION = 2_000
OVER = ("done", "stopped", "failed")
"""The states in which an import can be taken back."""

FOLLOWING = (ImportTrace, Identifier, SourceRecord, GroupMember, Judgement, Customer)
"""What comes with a customer by itself; whether something of it came from others is asked apart."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What goes and what stays. `kept` are customers of the import whom something of others now hangs on."""

    customers: int = 0
    kept: int = 0
    identifiers: int = 0
    words: int = 0
    purchases: int = 0
    visits: int = 0
    judgements: int = 0


def foresee_undo(run: ImportRun) -> Undone:
    """What an undoing would take away now; nothing is written."""
    traces = ImportTrace.objects.filter(run=run)
    new = set(traces.filter(what="customer").values_list("customer_id", flat=True))
    used = _used(run) & new
    gained = sum(pk not in new for pk in traces.filter(what="identifier").values_list("customer_id", flat=True))
    return Undone(
        customers=len(new) - len(used),
        kept=len(used),
        identifiers=gained,
        words=sum(1 for trace in _word_traces(run) if trace.customer_id not in new - used and _stands(trace)),
        purchases=Purchase.objects.filter(import_run=run).count(),
        visits=Visit.objects.filter(import_run=run).count(),
        judgements=_judgements(run).count(),
    )


def _word_traces(run: ImportRun) -> Iterator[ImportTrace]:
    rows = ImportTrace.objects.filter(run=run, what__in=("name", "language", "segment")).select_related("customer")
    return rows.iterator(chunk_size=PORTION)


def _stands(trace: ImportTrace) -> bool:
    """Whether the words are still those that came with the import."""
    held = getattr(trace.customer, trace.what)
    return bool(held == trace.after if trace.what == "segment" else digest(held) == trace.after)


def _judgements(run: ImportRun) -> Any:
    """What the file itself said of two customers, and what was concluded from its rows; a person's word stays."""
    traces = ImportTrace.objects.filter(run=run, what="judgement")
    ids = [int(words) for words in traces.values_list("after", flat=True)]
    of_rows = Q(left_record__import_run=run.pk) | Q(right_record__import_run=run.pk)
    return Judgement.objects.filter(Q(pk__in=ids) | of_rows).exclude(by_kind="person")


def _used(run: ImportRun) -> set[int]:
    """The customers added by the run whom something of others now hangs on: a contact, an answer, a consent."""
    new = ImportTrace.objects.filter(run=run, what="customer").values("customer_id")
    used: set[int] = set()
    for model, field in _pointing():
        rows = model._default_manager.filter(**{f"{field}__in": new})
        if model in {Purchase, Visit}:
            rows = rows.exclude(import_run=run)
        used |= set(rows.values_list(field, flat=True).distinct())
    ours = ImportTrace.objects.filter(run=run, what="identifier").values("identifier_id")
    theirs = Identifier.objects.filter(customer_id__in=new).exclude(pk__in=ours)
    said = SourceRecord.objects.filter(customer_id__in=new).exclude(import_run=run.pk)
    judged = Judgement.objects.filter(by_kind="person", withdrawn_at__isnull=True)
    used |= set(theirs.values_list("customer_id", flat=True)) | set(said.values_list("customer_id", flat=True))
    used |= set(judged.filter(left_id__in=new).values_list("left_id", flat=True))
    return used | set(judged.filter(right_id__in=new).values_list("right_id", flat=True))


def _pointing() -> Iterator[tuple[type[Model], str]]:
    """Every table of every domain that points to customers, those above too: a contact, an answer, a message."""
    for link in Customer._meta.get_fields(include_hidden=True):
        if isinstance(link, ManyToOneRel) and not _follows(link.related_model):
            yield link.related_model, f"{link.field.name}_id"


def _follows(model: type[Model]) -> bool:
    return model in FOLLOWING or model.__module__.endswith(".models.search")


def ask_to_undo(*, run_id: int, by: Viewer) -> bool:
    """Hand an import to the worker, to be taken back; false where it is not over, or was taken back already."""
    with transaction.atomic():
        asked = ImportRun.objects.filter(pk=run_id, state__in=OVER).update(state="undoing", claimed_until=None)
        if asked:
            audit.record(by, "import.undone", what="import", which=run_id)
    return bool(asked)


def undo_waiting(*, by: Viewer) -> int:
    """Take one import back of those that wait for it."""
    run = ImportRun.objects.filter(state="undoing").order_by("pk").first()
    if run is None:
        return 0
    undo(run, by=by)
    return 1


def undo(run: ImportRun, *, by: Viewer) -> Undone:
    """Take an import back, in one transaction."""
    with transaction.atomic():
        take_turns()
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.state not in {*OVER, "undoing"}:
            return Undone(**locked.undone) if locked.undone else Undone()
        found = foresee_undo(run)
        _take_away(run, by)
        ImportRun.objects.filter(pk=run.pk).update(state="undone", undone_at=clock.now(), undone=asdict(found))
    return found


def _take_away(run: ImportRun, by: Viewer) -> None:
    new = set(ImportTrace.objects.filter(run=run, what="customer").values_list("customer_id", flat=True))
    used = _used(run) & new
    touched = _touched(run)
    _judgements(run).delete()
    forget_import(run.pk)
    for fact, model in (("purchases", Purchase), ("visits", Visit)):
        rows = model.objects.filter(import_run=run)
        mark_stale(fact, set(rows.values_list("day", flat=True)))
        rows.delete()
    changed = _give_words_back(run, new - used)
    gained = ImportTrace.objects.filter(run=run, what="identifier").values_list("identifier_id", "customer_id")
    changed |= {owner for _pk, owner in gained if owner not in new}
    _delete(Identifier, [pk for pk, owner in gained if owner not in new and pk])
    _delete(Customer, sorted(new - used))
    ImportTrace.objects.filter(run=run).delete()
    left = touched - (new - used)
    settle(left, by=by)
    note_changed(sorted(changed))


def _touched(run: ImportRun) -> set[int]:
    """Who may be somebody else without the import: whom it judged, and who were one with those it added."""
    pairs = _judgements(run).values_list("left_id", "right_id")
    judged = {pk for pair in pairs for pk in pair}
    new = ImportTrace.objects.filter(run=run, what="customer").values("customer_id")
    parts = Customer.objects.filter(merged_into_id__in=new).values_list("pk", flat=True)
    return judged | set(parts)


def _give_words_back(run: ImportRun, going: set[int]) -> set[int]:
    """Blank what the import filled in and set back the codes it changed, where nobody changed them since."""
    changed = set()
    for trace in _word_traces(run):
        if trace.customer_id not in going and _stands(trace):
            Customer.objects.filter(pk=trace.customer_id).update(**{trace.what: trace.before})
            changed.add(trace.customer_id)
    return changed


def _delete(model: type[Model], ids: Sequence[int]) -> None:
    for some in batched(ids, PORTION):
        model._default_manager.filter(pk__in=some).delete()
