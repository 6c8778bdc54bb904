"""Tables of customers, a module for each kind of thing."""

from aisance.customers.models.customers import Customer, Identifier

__all__ = ["Customer", "Identifier"]
