"""What verbatims export to the store: texts by state and feeling, and mentions of themes. No words of customers."""

from typing import Any

from django.db.models import F

from aisance.lake.contracts import Column, Fact
from aisance.lake.public import declare
from aisance.verbatims.models import Mention, Verbatim

CONTEXT = (
    Column("kind", "code"),
    Column("channel", "code"),
    Column("step_id", "int64"),
    Column("reason_id", "int64"),
    Column("unit_id", "int64"),
    Column("question", "code"),
)
VERBATIM_COLUMNS = (
    Column("id", "int64"),
    Column("day", "date"),
    Column("recorded_at", "timestamp"),
    Column("state", "code"),
    Column("language", "code"),
    Column("feeling", "int8"),
    *CONTEXT,
)
MENTION_COLUMNS = (
    Column("id", "int64"),
    Column("day", "date"),
    Column("recorded_at", "timestamp"),
    Column("verbatim_id", "int64"),
    Column("theme", "code"),
    Column("feeling", "int8"),
    Column("language", "code"),
    *CONTEXT,
)


def _context(answer: str) -> dict[str, F]:
    of = f"{answer}__response__"
    columns = {name: F(f"{of}{name}") for name in ("kind", "channel", "step_id", "reason_id", "unit_id")}
    return columns | {"question": F(f"{answer}__question")}


def texts() -> Any:
    """Verbatims with what their response knows of the contact; without responses set apart."""
    return Verbatim.objects.filter(answer__response__set_apart="").annotate(**_context("answer"))


def mentions() -> Any:
    """Mentions with the same."""
    rows = Mention.objects.filter(verbatim__answer__response__set_apart="")
    return rows.annotate(language=F("verbatim__language"), **_context("verbatim__answer"))


declare(Fact("verbatims", VERBATIM_COLUMNS, texts))
declare(Fact("mentions", MENTION_COLUMNS, mentions))
