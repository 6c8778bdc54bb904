"""The front door of surveys."""

from aisance.surveys.queries.answers import latest_answers
from aisance.surveys.services.recording import record_responses

__all__ = ["latest_answers", "record_responses"]
