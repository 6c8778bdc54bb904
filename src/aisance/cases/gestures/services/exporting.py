"""Notes that somebody took the list of gestures along."""

from aisance.core import audit
from aisance.core.permissions import Viewer


def note_taken(*, rows: int, form: str, by: Viewer) -> None:
    """Write into the trail how many rows left, and as what."""
    audit.record(by, "gestures.taken", what="gesture", which="", changes={"rows": rows, "format": form})
