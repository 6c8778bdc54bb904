"""What surveys export to the store: one row an answer with a score. No words of customers."""

from typing import Any

from django.db.models import F

from aisance.lake.contracts import Column, Fact
from aisance.lake.public import declare
from aisance.surveys.models import Answer

COLUMNS = (
    Column("id", "int64"),
    Column("day", "date"),
    Column("recorded_at", "timestamp"),
    Column("response_id", "int64"),
    Column("customer_id", "int64"),
    Column("question", "code"),
    Column("scale", "code"),
    Column("score", "int16"),
    Column("kind", "code"),
    Column("channel", "code"),
    Column("step_id", "int64"),
    Column("reason_id", "int64"),
    Column("unit_id", "int64"),
    Column("advisor_id", "int64"),
    Column("language", "code"),
    Column("programme_id", "int64"),
)


def scored_answers() -> Any:
    """Answers with a score, each with what its response knows of the contact."""
    return Answer.objects.filter(score__isnull=False).annotate(
        customer_id=F("response__customer_id"),
        kind=F("response__kind"),
        channel=F("response__channel"),
        step_id=F("response__step_id"),
        reason_id=F("response__reason_id"),
        unit_id=F("response__unit_id"),
        advisor_id=F("response__advisor_id"),
        language=F("response__language"),
        programme_id=F("response__version__programme_id"),
    )


declare(Fact("answers", COLUMNS, scored_answers))
