"""The list of own indicators as a file."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from aisance.indicators.own.queries import OwnCard
from aisance.ui.sheets import Column, Sheet

COLUMNS = (
    Column("indicator"),
    Column("title"),
    Column("formula"),
    Column("owner"),
    Column("status"),
    Column("version", "whole"),
    Column("since", "day"),
    Column("draft_version", "whole"),
)


def sheet_of_own(cards: Sequence[OwnCard]) -> Sheet:
    """One row an indicator: what is in force or was, and the draft that waits."""
    title = _("Indicators of our own")
    rows = [
        (
            *(card.code, str(card.shown.title), str(card.shown.formula), str(card.shown.owner) or None),
            card.shown.status.value,
            *((card.decided.version, card.decided.starts_on) if card.decided else (None, None)),
            card.draft.version if card.draft else None,
        )
        for card in cards
    ]
    return Sheet(title, COLUMNS, rows, [(_("Table"), title)])
