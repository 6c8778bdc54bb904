"""What is left of customers in passing: words to find them by, traces of imports, the outbox, the audit trail."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from aisance.core.models import AuditEntry
from aisance.core.personal import Holding, Item, holds_personal
from aisance.customers.bringing.forgetting import forget_refused_rows, refused_rows_of
from aisance.customers.bringing.runs import KEPT_REFUSALS
from aisance.customers.erasing import (
    audit_of,
    empty_audit,
    erase_events,
    erase_handled_events_before,
    erase_imported,
    erase_words,
    events_of,
)
from aisance.customers.models import ImportTrace, SearchBearer


def words(customer_ids: Sequence[int]) -> Iterator[Item]:
    """The words by which the customer is found."""
    rows = SearchBearer.objects.filter(customer_id__in=customer_ids).select_related("word")
    found = sorted({row.word.word for row in rows})
    if found:
        yield Item(None, _("Found by these words"), ((_("Words"), found),))


def imported(customer_ids: Sequence[int]) -> Iterator[Item]:
    """What imports added."""
    for row in ImportTrace.objects.filter(customer_id__in=customer_ids).select_related("run").order_by("pk"):
        yield Item(row.run.created_at, _("Brought by an import"), ((_("What"), row.what),), row.run.file_name)


def refused(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Rows of imports that were refused."""
    for file, row in refused_rows_of(customer_ids):
        yield Item(None, _("Refused row of an import"), ((_("Row"), row),), file)


def events(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Events that name the customer, until they are removed."""
    for row in events_of(customer_ids).order_by("pk"):
        yield Item(row.emitted_at, row.name, tuple(row.payload.items()), "aisance")


def trail(customer_ids: Sequence[int]) -> Iterator[Item]:
    """What staff and the product did with the customer's data; who of staff it was is not told."""
    row: AuditEntry
    for row in audit_of(customer_ids).order_by("pk"):
        yield Item(row.at, row.action, tuple(row.changes.items()), row.actor_kind)


holds_personal(
    Holding(
        name="customers.words",
        title=_("Words to find customers by"),
        purpose=_("To find a customer while they wait"),
        legal_basis=_("Our legitimate interest in good service"),
        shown=words,
        erase=erase_words,
        columns=("customers.SearchWord.word",),
        rank=60,
    )
)
holds_personal(
    Holding(
        name="customers.imports",
        title=_("Traces of imports"),
        purpose=_("To undo an import"),
        legal_basis=_("Our legitimate interest in data that are right"),
        shown=imported,
        erase=erase_imported,
        columns=("customers.ImportTrace.before", "customers.ImportTrace.after"),
        rank=60,
    )
)
holds_personal(
    Holding(
        name="customers.refused_rows",
        title=_("Refused rows of imports"),
        purpose=_("To mend a row and import it again; thrown away after a month"),
        legal_basis=_("Our legitimate interest in data that are right"),
        shown=refused,
        erase=forget_refused_rows,
        keep_days=KEPT_REFUSALS.days,
        rank=60,
    )
)
holds_personal(
    Holding(
        name="core.events",
        title=_("Events between parts of the product"),
        purpose=_("To hand work on without losing any"),
        legal_basis=_("Our legitimate interest in a product that works"),
        shown=events,
        erase=erase_events,
        columns=("core.Event.payload",),
        keep_days=30,
        keep_between=(1, 365),
        overdue=erase_handled_events_before,
        rank=80,
    )
)
holds_personal(
    Holding(
        name="core.audit",
        title=_("Audit trail"),
        purpose=_("To show who did what with data"),
        legal_basis=_("Legal duty: to show that the law is kept (article 5(2))"),
        shown=trail,
        erase=empty_audit,
        columns=("core.AuditEntry.changes",),
        rank=80,
    )
)
