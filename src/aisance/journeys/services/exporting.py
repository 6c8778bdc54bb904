"""Files with names leave on record."""

from aisance.core import audit
from aisance.core.permissions import Viewer


def note_customers_taken(*, rows: int, form: str, by: Viewer) -> None:
    """Write down that somebody took a list of customers along, how long it was and as what."""
    audit.record(by, "customers.taken", what="customer", which="", changes={"rows": rows, "format": form})


def note_segment_taken(*, code: str, rows: int, form: str, by: Viewer) -> None:
    """Write down that somebody took the customers of a segment along."""
    audit.record(by, "customers.taken", what="segment", which=code, changes={"rows": rows, "format": form})
