"""Texts as a file: the masked words with what was read in them."""

from django.db.models import QuerySet

from aisance.journeys.public import channel_names
from aisance.ui.sheets import Column, Sheet
from aisance.verbatims.models import Verbatim
from aisance.verbatims.sheets import about_words
from aisance.verbatims.telling.held import Chosen

MOST = 10_000
COLUMNS = (
    *(Column("text_number", "whole"), Column("day"), Column("unit"), Column("channel"), Column("language")),
    *(Column("feeling", "whole"), Column("themes"), Column("text")),
)


def sheet_of_texts(found: QuerySet[Verbatim], chosen: Chosen, title: str) -> Sheet:
    """One row a text, at most ten thousand; feelings are -1, 0, 1."""
    channels = channel_names()
    rows = [
        (
            *(row.pk, str(row.day), row.answer.response.unit.name, channels.get(row.answer.response.channel, "")),
            *(row.language, row.feeling, " ".join(sorted({one.theme for one in row.mentions.all()})), row.text),
        )
        for row in found.prefetch_related("mentions")[:MOST]
    ]
    return Sheet(title, COLUMNS, rows, about_words(title, chosen), size=len(rows))
