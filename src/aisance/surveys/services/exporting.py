"""Files with the words of customers leave on record."""

from aisance.core import audit
from aisance.core.permissions import Viewer


def note_answers_taken(*, rows: int, form: str, by: Viewer) -> None:
    """Write down that somebody took single answers along, how many and as what."""
    audit.record(by, "answers.taken", what="response", which="", changes={"rows": rows, "format": form})
