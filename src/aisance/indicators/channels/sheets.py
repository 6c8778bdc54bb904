"""The ranking of channels and the suggestions as files."""

from django.utils.translation import gettext as _

from aisance.indicators.channels.comparison import EASE, ChannelRow, Comparison
from aisance.indicators.channels.documents import caveat
from aisance.indicators.channels.rules import MOVED
from aisance.indicators.contracts import Asked
from aisance.indicators.sheets import (
    OPENING_COLUMNS,
    Cells,
    Line,
    about_figures,
    coded_columns,
    opening_of,
    sheet_of_lines,
)
from aisance.journeys.public import channel_names
from aisance.ui.sheets import Column, Sheet

RANKED = (
    Column("best_rank", "whole"),
    Column("worst_rank", "whole"),
    Column("standardised_n", "whole"),
    Column("standardised_value", "number"),
    Column("standardised_low", "number"),
    Column("standardised_high", "number"),
    Column("standardised_best_rank", "whole"),
    Column("standardised_worst_rank", "whole"),
    Column("contacts", "whole"),
    Column("contacts_share", "number"),
)

SUGGESTED = (
    *coded_columns("reason", "suggest", "instead_of"),
    Column("difference", "number"),
    Column("low", "number"),
    Column("high", "number"),
    Column("p_adjusted", "number"),
    Column("used_share", "number"),
    Column("moved", "number"),
    Column("gain", "number"),
    Column("gain_low", "number"),
    Column("gain_high", "number"),
    Column("n", "whole"),
    Column("n_instead_of", "whole"),
    Column("caveat"),
)


def sheet_of_channels(found: Comparison, asked: Asked) -> Sheet:
    """One row a channel: as answered, then standardised for the mix of reasons, then its contacts."""
    lines = [Line((row.code, row.name), row.raw, EASE, _ranked(row)) for row in found.rows]
    return sheet_of_lines(_("Channels by ease"), asked, lines, names=coded_columns("channel"), more=RANKED)


def _ranked(row: ChannelRow) -> Cells:
    alike = row.standard
    return (
        *(row.raw_ranks or (None, None)),
        *((alike.n, alike.value, alike.low, alike.high) if alike else (None,) * 4),
        *(row.standard_ranks or (None, None)),
        *(row.contacts, row.contacts_share),
    )


def sheet_of_suggestions(found: Comparison, asked: Asked) -> Sheet:
    """Every suggestion, also those for which the page has no room; each line bears the caveat."""
    channels, opening, words = channel_names(), opening_of(EASE, asked), caveat()
    rows = [
        (
            *opening,
            *(one.reason, found.reason_names.get(one.reason, one.reason)),
            *(one.channel, channels[one.channel], one.instead_of, channels[one.instead_of]),
            *(one.difference, one.low, one.high, one.p_adjusted, one.used_share, MOVED),
            *(one.gain, one.gain_low, one.gain_high, one.n, one.n_instead_of, words),
        )
        for one in found.suggested
    ]
    title = _("Which channel to suggest")
    about = [(_("Table"), title), (_("Before you act"), words), *about_figures([EASE])]
    return Sheet(title, [*OPENING_COLUMNS, *SUGGESTED], rows, about)
