"""Tables of consent, a module for each kind of thing."""

from aisance.consent.models.ledger import Entry, EntryPerson
from aisance.consent.models.purposes import Notice, Purpose
from aisance.consent.models.rights import Erasure, Handover, KeptByDuty, Request, RetentionDays, RetentionRun

__all__ = [
    "Entry",
    "EntryPerson",
    "Erasure",
    "Handover",
    "KeptByDuty",
    "Notice",
    "Purpose",
    "Request",
    "RetentionDays",
    "RetentionRun",
]
