"""The front door of customers."""

from aisance.customers.queries import (
    addresses,
    customer_card,
    customer_cards,
    find_customers,
    languages,
    matching,
    names,
    normalised,
)
from aisance.customers.services import find_or_add_customers

__all__ = [
    "addresses",
    "customer_card",
    "customer_cards",
    "find_customers",
    "find_or_add_customers",
    "languages",
    "matching",
    "names",
    "normalised",
]
