"""Files with names leave on record."""

from aisance.core import audit
from aisance.core.permissions import Viewer


def note_people_taken(*, rows: int, form: str, by: Viewer) -> None:
    """Write down that somebody took the list of people along, how long it was and as what."""
    audit.record(by, "people.taken", what="person", which="", changes={"rows": rows, "format": form})


def note_keys_taken(*, rows: int, form: str, by: Viewer) -> None:
    """The same for the list of API keys, which says who made them."""
    audit.record(by, "api_keys.taken", what="api_key", which="", changes={"rows": rows, "format": form})


def note_trail_taken(*, rows: int, form: str, by: Viewer) -> None:
    """The same for the audit trail."""
    audit.record(by, "audit_trail.taken", what="audit_trail", which="", changes={"rows": rows, "format": form})
