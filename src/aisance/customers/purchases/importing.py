"""Purchases and visits from files."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Viewer
from aisance.customers.purchases.contracts import PurchaseDraft, RecordedEvent, VisitDraft
from aisance.customers.purchases.reading import read_purchase, read_visit
from aisance.customers.purchases.rules import Numbering
from aisance.customers.purchases.services import record_purchases, record_visits
from aisance.intake.contracts import Column, ColumnKind, Fate, ImportKind, Problem, Refusal, Values
from aisance.intake.public import offer

USUAL_SOURCE = "file"

WHOSE = (
    Column("customer_external", _("The customer's number in the company's systems.")),
    Column("customer_email", _("The customer's e-mail address.")),
    Column("customer_phone", _("The customer's telephone number.")),
    Column("customer_social", _("The customer's handle on a social network.")),
    Column("customer_name", _("The customer's name, at most 160 characters.")),
)
ABOUT = (
    Column("source", _("The system that tells of it, at most 60 characters; “file” where it is missing.")),
    Column("external_id", _("Its number in that system; equal lines without one are told apart by their order.")),
    *WHOSE,
    Column("place", _("The shop or the channel of sale, by its code.")),
)
PURCHASE_COLUMNS = (
    *ABOUT,
    Column("at", _("When it was bought: a date, or a date and time."), True, ColumnKind.MOMENT),
    Column("amount", _("What was paid, as 1234.50; a return is below zero."), True),
    Column("currency", _("The currency by its three letters; EUR where it is missing.")),
    Column("quantity", _("How many articles.")),
    Column("order_number", _("The number of the order; it stands for an external id that is missing.")),
)
VISIT_COLUMNS = (
    *ABOUT,
    Column("at", _("When the customer came: a date, or a date and time."), True, ColumnKind.MOMENT),
)

type Draft = PurchaseDraft | VisitDraft


class EventImporter:
    """Reads lines by the rule that the API has too, and gives a number to those that have none."""

    def __init__(self, read: Any, write: Any, run_id: int | None) -> None:
        self._read, self._write, self._run_id = read, write, run_id
        self._numbering = Numbering()

    def parse(self, values: Values) -> Draft | Refusal:
        given = dict(values)
        given.setdefault("source", USUAL_SOURCE)
        if not (given.get("external_id") or given.get("order_number")):
            given["external_id"] = self._numbering.next([f"{name}={given[name]}" for name in sorted(given)])
        read: Draft | tuple[Problem, ...] = self._read(given, zone=timezone.get_default_timezone())
        return read

    def record(self, drafts: Sequence[Draft], *, by: Viewer) -> list[Fate | Refusal]:
        recorded: list[RecordedEvent] = self._write(drafts, by=by, run_id=self._run_id)
        return [Fate(one.status) for one in recorded]


def purchase_importer(run_id: int | None = None) -> EventImporter:
    """An import of purchases; what it adds is noted for a run where there is one."""
    return EventImporter(read_purchase, record_purchases, run_id)


def visit_importer(run_id: int | None = None) -> EventImporter:
    """An import of visits."""
    return EventImporter(read_visit, record_visits, run_id)


PURCHASES = offer(ImportKind("purchases", PURCHASE_COLUMNS, purchase_importer))
VISITS = offer(ImportKind("visits", VISIT_COLUMNS, visit_importer))

STARTERS: dict[str, Callable[[int | None], EventImporter]] = {"purchases": purchase_importer, "visits": visit_importer}
