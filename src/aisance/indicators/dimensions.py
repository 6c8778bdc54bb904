"""The dimensions of a figure: the column of a fact that each is, the codes, names and order of cells, what to keep.

A cell of rows that have no step, no reason, no advisor or no language bears the empty code. A unit is the one to which
a row belongs, not the units above it; to keep a unit or a reason is to keep everything below it as well.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import get_language_info

from aisance.accounts.contracts import AdvisorCard, UnitCard
from aisance.accounts.public import advisors_by_code, advisors_by_id
from aisance.indicators.asking import unknown
from aisance.journeys.public import channel_names, reasons, steps
from aisance.ui.dates import date_format

COLUMNS = {
    "channel": "channel",
    "step": "step_id",
    "reason": "reason_id",
    "unit": "unit_id",
    "advisor": "advisor_id",
    "language": "language",
    "month": "month",
    "day": "day",
}


class Entry(NamedTuple):
    """One value of a dimension: as the fact holds it, as the API writes it, as a person reads it."""

    value: Any
    code: str
    name: str


def codes_of(dimension: str, values: Iterable[Any], units: Sequence[UnitCard]) -> dict[Any, str]:
    """The code of each value of a dimension's column, in the order in which cells are shown; "" comes last."""
    found = set(values)
    known = {value for value in found if value not in (None, "")}
    codes = {entry.value: entry.code for entry in _entries(dimension, known, units) if entry.value in known}
    return codes | dict.fromkeys(found - set(codes), "")


def names_of(dimension: str, codes: Iterable[str], units: Sequence[UnitCard]) -> dict[str, str]:
    """The name of each code in the active language; a code without a name is its own."""
    wanted = set(codes)
    values = _values_of(dimension, wanted)
    names = {entry.code: entry.name for entry in _entries(dimension, values, units)}
    return {code: names.get(code, code) for code in wanted}


def kept_values(dimension: str, codes: Sequence[str], units: Sequence[UnitCard]) -> list[Any]:
    """The values of a dimension's column that these codes keep. Raises IndicatorError for a code that is not known.

    A unit outside `units`, those that the viewer may see, is not known to them, nor is an advisor of such a unit.
    """
    if dimension == "language":
        return [code.lower() for code in codes]
    if dimension == "advisor":
        found = {code: card for code, card in advisors_by_code(codes).items() if _is_theirs(card, units)}
        return [found[code].id if code in found else _refuse(dimension, code, ()) for code in codes]
    nodes: dict[str, Any] = {card.code: card for card in _cards(dimension, units)}
    kept = [nodes[code] if code in nodes else _refuse(dimension, code, tuple(nodes)) for code in codes]
    if dimension in ("channel", "step"):
        return [node.id for node in kept]
    return [node.id for node in nodes.values() if any(node.path.startswith(top.path) for top in kept)]


def _is_theirs(advisor: AdvisorCard, units: Sequence[UnitCard]) -> bool:
    """Whether somebody who may see these units may know of an advisor; of one without a unit everybody may."""
    return advisor.unit_id is None or advisor.unit_id in {unit.id for unit in units}


class _ChannelCard(NamedTuple):
    id: str
    code: str
    name: str


def _cards(dimension: str, units: Sequence[UnitCard]) -> Sequence[Any]:
    """The values of a dimension that has a list of them, in order."""
    if dimension == "channel":
        return [_ChannelCard(code, code, name) for code, name in channel_names().items()]
    if dimension == "step":
        return steps()
    return reasons() if dimension == "reason" else units


def _entries(dimension: str, values: set[Any], units: Sequence[UnitCard]) -> list[Entry]:
    if dimension in ("channel", "step", "reason", "unit"):
        return [Entry(card.id, card.code, card.name) for card in _cards(dimension, units)]
    if dimension == "advisor":
        cards = sorted(advisors_by_id(values).values(), key=lambda card: card.code)
        return [Entry(card.id, card.code, card.name) for card in cards]
    return [Entry(value, _code(value), _name(value)) for value in sorted(values)]


def _values_of(dimension: str, codes: set[str]) -> set[Any]:
    """The values of an open dimension that bear these codes."""
    codes = codes - {""}
    if dimension == "advisor":
        return {card.id for card in advisors_by_code(codes).values()}
    if dimension == "month":
        return {int(code.replace("-", "")) for code in codes}
    return {date.fromisoformat(code) for code in codes} if dimension == "day" else set(codes)


def _code(value: Any) -> str:
    """A day as 2026-11-22, a month (stored as 202611) as 2026-11, a language as it is."""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value // 100}-{value % 100:02d}" if isinstance(value, int) else str(value)


def _name(value: Any) -> str:
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, int):
        return date_format(date(value // 100, value % 100, 1), "YEAR_MONTH_FORMAT")
    try:
        return str(get_language_info(value)["name_translated"])
    except KeyError:
        return str(value)


def _refuse(dimension: str, code: str, possible: tuple[str, ...]) -> Any:
    raise unknown(dimension, code, possible)
