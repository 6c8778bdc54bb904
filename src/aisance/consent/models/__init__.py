"""Tables of consent, a module for each kind of thing."""

from aisance.consent.models.ledger import Entry, EntryPerson
from aisance.consent.models.purposes import Notice, Purpose

__all__ = ["Entry", "EntryPerson", "Notice", "Purpose"]
