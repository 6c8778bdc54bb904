"""The sums of pressure as files."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from aisance.outreach.contracts import ProgrammeTally, RuleTally
from aisance.ui.sheets import Column, Sheet

RULES = (Column("rule"), Column("name"), Column("programme"), Column("delayed", "whole"), Column("refused", "whole"))
PROGRAMMES = (
    Column("programme"),
    Column("name"),
    Column("weighed", "whole"),
    Column("asked", "whole"),
    Column("waiting", "whole"),
    Column("not_asked", "whole"),
    Column("withdrawn", "whole"),
)


def sheet_of_rules(tallies: Sequence[RuleTally], names: Mapping[str, str], period: tuple[date, date]) -> Sheet:
    """One row a rule and programme."""
    rows = [(one.rule, names.get(one.rule), one.programme, one.delayed, one.refused) for one in tallies]
    return Sheet(_("What each rule held back"), RULES, rows, _about(_("What each rule held back"), period))


def sheet_of_programmes(
    tallies: Sequence[ProgrammeTally], names: Mapping[str, str], period: tuple[date, date]
) -> Sheet:
    """One row a programme; each request stands in one of the last four columns."""
    rows = [
        (one.programme, names.get(one.programme), one.weighed, one.allowed, one.waiting, one.refused, one.withdrawn)
        for one in tallies
    ]
    return Sheet(_("Who was asked"), PROGRAMMES, rows, _about(_("Who was asked"), period))


def _about(title: str, period: tuple[date, date]) -> list[tuple[str, str]]:
    start, end = period
    return [(_("Table"), title), (_("Days of the decisions"), f"{start.isoformat()} – {end.isoformat()}")]
