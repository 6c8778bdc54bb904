"""What the tests of gestures stand on: cases of known customers, a catalogue, budgets."""

from datetime import UTC, datetime
from typing import Any

from aisance.cases.contracts import NewCase
from aisance.cases.gestures.contracts import BudgetHolder, GestureSort, KindDraft, Period
from aisance.cases.gestures.services.setting import set_budget, set_kind
from aisance.cases.models import Case, GestureKind
from aisance.cases.public import open_case
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers
from tests.cast import BY, Cast

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)  # a Friday morning in Paris

VOUCHER = KindDraft(
    code="voucher",
    sort=GestureSort.VOUCHER,
    name={"en": "Voucher", "fr": "Bon d’achat"},
    least_minor=500,
    most_minor=20_000,
    limits={"advisor": 5_000, "supervisor": 15_000, "manager": 20_000},
)


def a_kind(**more: Any) -> GestureKind:
    """A kind of the catalogue: a voucher from 5 to 200, advisors alone up to 50."""
    draft = {name: getattr(VOUCHER, name) for name in VOUCHER.__slots__}
    return set_kind(KindDraft(**(draft | more)), by=BY)


def customers(count: int) -> list[int]:
    """Customers known by number."""
    claims = [CustomerClaim({IdentifierKind.EXTERNAL: f"G{n:04}"}, f"Customer {n}") for n in range(count)]
    return [found or 0 for found in find_or_add_customers(claims, by=BY)]


def a_case(cast: Cast, customer: int, unit: str = "lille-a", matter: str = "billing") -> Case:
    """An open case of a customer in a unit."""
    opened = open_case(NewCase(customer, matter, "by_hand", unit_id=cast.units[unit].pk), by=BY)
    return Case.objects.select_related("unit").get(pk=opened.case_id)


def a_budget(cast: Cast, amount: int, unit: str = "orvane", holder: BudgetHolder = BudgetHolder.EACH) -> None:
    """So much a month."""
    set_budget(unit_id=cast.units[unit].pk, holder=holder, period=Period.MONTH, amount_minor=amount, by=BY)


def advisor(cast: Cast) -> Any:
    return cast.viewer(Role.ADVISOR)
