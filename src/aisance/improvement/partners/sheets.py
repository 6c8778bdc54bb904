"""How partners stand, as a file."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from aisance.improvement.partners.queries import PartnerRow, Period
from aisance.ui.sheets import Column, Sheet

COLUMNS = (
    Column("from", "day"),
    Column("to", "day"),
    Column("partner"),
    Column("partner_name"),
    Column("units"),
    Column("units_in_all", "whole"),
    Column("standing"),
    Column("criterion"),
    Column("criterion_title"),
    Column("criterion_standing"),
    Column("n", "whole"),
    Column("value", "number"),
    Column("low", "number"),
    Column("high", "number"),
    Column("watch", "number"),
    Column("act", "number"),
)


def sheet_of_standings(rows: Sequence[PartnerRow], period: Period) -> Sheet:
    """One row a partner and criterion."""
    title = _("Partners")
    lines: list[tuple[object, ...]] = [
        (
            *(*period, row.partner.code, row.partner.name),
            *("; ".join(card.code for card in row.units), row.of, row.standing.value),
            *(cell.criterion.code, cell.criterion.title, cell.standing.value),
            *(
                cell.value.n,
                cell.value.value,
                cell.value.low,
                cell.value.high,
                cell.criterion.watch,
                cell.criterion.act,
            ),
        )
        for row in rows
        for cell in row.cells
    ]
    return Sheet(title, COLUMNS, lines, [(_("Table"), title)])
