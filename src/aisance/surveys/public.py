"""The front door of surveys."""

from aisance.surveys.queries.answers import latest_answers
from aisance.surveys.services.history import record_history
from aisance.surveys.services.programmes import ensure_default_programme, publish_draft, save_draft, switch_on
from aisance.surveys.services.recording import record_responses

__all__ = [
    "ensure_default_programme",
    "latest_answers",
    "publish_draft",
    "record_history",
    "record_responses",
    "save_draft",
    "switch_on",
]
