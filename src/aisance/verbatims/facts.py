"""What verbatims export to the store: texts by state and feeling, and mentions of themes. No words of customers."""

from typing import Any

from django.db.models import F, OuterRef, Subquery

from aisance.lake.contracts import Column, Fact
from aisance.lake.public import declare
from aisance.surveys.public import scores_of
from aisance.verbatims.models import Mention, Verbatim
from aisance.verbatims.telling.scores import CUTS, group_in_database, rank_in_database

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
    Column("response_id", "int64"),
    Column("scored_by", "code"),
    Column("v", "int8"),
    Column("handling_seconds", "int32"),
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
    """Verbatims with what their response knows of the contact; without responses set apart.

    `v` is 1, 0 or -1 by the score beside the words, that of the question `scored_by`; null without one.
    """
    scores = scores_of(OuterRef("answer__response")).filter(scale__in=CUTS)
    leading = scores.annotate(rank=rank_in_database()).order_by("rank")
    return Verbatim.objects.filter(answer__response__set_apart="").annotate(
        response_id=F("answer__response_id"),
        scored_by=Subquery(leading.values("question")[:1]),
        v=Subquery(leading.annotate(group=group_in_database()).values("group")[:1]),
        handling_seconds=F("answer__response__interaction__handling_seconds"),
        **_context("answer"),
    )


def mentions() -> Any:
    """Mentions with the same."""
    rows = Mention.objects.filter(verbatim__answer__response__set_apart="")
    return rows.annotate(language=F("verbatim__language"), **_context("verbatim__answer"))


declare(Fact("verbatims", VERBATIM_COLUMNS, texts))
declare(Fact("mentions", MENTION_COLUMNS, mentions))
