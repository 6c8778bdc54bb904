"""The front door of customers."""

from collections.abc import Iterable, Sequence

from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerCard, CustomerClaim, IdentifierKind


def find_or_add_customers(claims: Sequence[CustomerClaim], *, by: Viewer) -> list[int | None]:
    """The customer's id for each claim, in order, adding those not known; null for a claim without identifiers.

    Identifiers must be valid (see `normalised`). A few queries for the whole batch, inside the caller's transaction.
    """
    raise NotImplementedError


def normalised(kind: IdentifierKind, value: str) -> str:
    """The value in the one form that is stored. Raises ValueError saying what was expected."""
    raise NotImplementedError


def customer_card(customer_id: int) -> CustomerCard | None:
    """A customer, or null."""
    raise NotImplementedError


def addresses(customer_ids: Iterable[int], kind: IdentifierKind) -> dict[int, str]:
    """For each customer the oldest identifier of that kind; customers without one are absent."""
    raise NotImplementedError


def languages(customer_ids: Iterable[int]) -> dict[int, str]:
    """The language of each customer; the empty string where unknown."""
    raise NotImplementedError
