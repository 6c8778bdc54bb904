"""What colleagues reported, as a file: topics and counts, no names."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from aisance.improvement.inner.queries import TopicLine
from aisance.ui.sheets import Column, Sheet

COLUMNS = (
    Column("id", "whole"),
    Column("title"),
    Column("about"),
    Column("status"),
    Column("reports", "whole"),
    Column("opened_on", "day"),
    Column("answered_at", "moment"),
    Column("answer"),
)


def sheet_of_topics(lines: Iterable[TopicLine]) -> Sheet:
    """One row a topic."""
    title = _("What gets in the way")
    rows = [
        (
            *(line.topic.pk, line.topic.title, line.topic.about, line.topic.status, line.reports),
            *(line.topic.opened_on, line.topic.answered_at, line.topic.answer),
        )
        for line in lines
    ]
    return Sheet(title, COLUMNS, rows, [(_("Table"), title)])
