"""What cases keep about customers."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from aisance.cases.bridges import personal as bridges
from aisance.cases.contracts import CaseStatus
from aisance.cases.desk.wording import ENTRY_NAMES, OUTCOME_NAMES, STATUS_NAMES
from aisance.cases.gestures import personal as gestures
from aisance.cases.models import Case, CaseEntry
from aisance.cases.services.erasing import take_out, take_out_before
from aisance.core.personal import Holding, Item, holds_personal, impersonal, says_who_was_seen

__all__ = ["bridges", "gestures"]


def cases(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Every case with all that happened in it, private notes too: the law makes us show them."""
    rows = Case.objects.filter(customer_id__in=customer_ids).select_related("unit", "reason")
    for row in rows.prefetch_related("entries").order_by("opened_at", "pk"):
        said = tuple(
            (f"{entry.at:%Y-%m-%d %H:%M} {ENTRY_NAMES.get(entry.kind, entry.kind)}", entry.words)  # type: ignore[call-overload]  # a stored code
            for entry in sorted(row.entries.all(), key=lambda entry: (entry.at, entry.pk))
        )
        fields = (
            (_("State"), STATUS_NAMES[CaseStatus(row.status)]),
            (_("Outcome"), OUTCOME_NAMES.get(row.outcome or "", "")),  # type: ignore[call-overload]  # a stored code
            (_("Unit"), row.unit.name),
            (_("Promised"), row.promised),
            *said,
        )
        yield Item(row.opened_at, _("Case %(number)s") % {"number": row.number}, fields, "aisance")


@says_who_was_seen
def with_a_case(customer_ids: Collection[int], moment: datetime) -> set[int]:
    """Those with whom something happened in a case since a moment."""
    rows = CaseEntry.objects.filter(case__customer_id__in=customer_ids, at__gte=moment)
    return {pk for pk in rows.values_list("case__customer_id", flat=True).distinct() if pk is not None}


holds_personal(
    Holding(
        name="cases.cases",
        title=_("Cases: what went wrong, what was said, promised and done"),
        purpose=_("To put right what went wrong, without the customer telling it twice"),
        legal_basis=_("Performance of the contract, and our legitimate interest in good service"),
        shown=cases,
        erase=take_out,
        columns=(
            *("cases.Case.matter", "cases.Case.promised", "cases.Case.stake_reasons"),
            *("cases.CaseEntry.words", "cases.CaseEntry.data", "cases.CaseEntry.key"),
        ),
        keep_days=1825,
        keep_between=(90, 3650),
        overdue=take_out_before,
        rank=45,
    )
)
impersonal(
    "Codes and references that the product or the company gave.",
    *(f"cases.Case.{name}" for name in ("number", "status", "skill", "language", "source", "outcome")),
    "cases.CaseEntry.kind",
    *(f"cases.Weighing.{name}" for name in ("decision", "reason", "rules")),
)
impersonal("The company's own rules and hours.", "cases.AlertRule.*", "cases.WorkingHours.*")
impersonal("What people of staff know and speak.", "cases.WorkProfile.*")
impersonal("What people of staff were told, by code and number.", "cases.DeskNotice.*")
impersonal("Numbers of answers.", "cases.AlertMark.*")
impersonal("Words to begin any reply with, written before anybody in particular is answered.", "cases.ReplyTemplate.*")
