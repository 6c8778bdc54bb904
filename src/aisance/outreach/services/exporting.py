"""Files with addresses leave on record."""

from aisance.core import audit
from aisance.core.permissions import Viewer


def note_messages_taken(*, rows: int, form: str, by: Viewer) -> None:
    """Write down that somebody took the list of outgoing messages along, how long it was and as what."""
    audit.record(by, "messages.taken", what="message", which="", changes={"rows": rows, "format": form})
