"""Weights of answers from a declared weighting: how much an answer counts, by the columns that the weighting names.

A weighting declares, by dimension, the share that each category should have; weights bring the respondents of a
selection to these shares and average 1. A category is a channel, a step or a language, or a unit or reason with
everything below it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from aisance.accounts.contracts import UnitCard
from aisance.accounts.public import units_in
from aisance.core.scope import EVERYTHING
from aisance.indicators.asking import unknown
from aisance.indicators.contracts import IndicatorError
from aisance.indicators.dimensions import COLUMNS, codes_of, kept_values
from aisance.indicators.models import Weighting
from aisance.indicators.readings import Expression
from aisance.indicators.statistics.weighting import WeightingError, WeightingProblem, trim

type Counts = Callable[[Sequence[str]], dict[tuple[Any, ...], int]]
type Categories = dict[Any, str]

ELIGIBLE = "eligible"
"""In the place of shares: those among all contacts of the same days, units and filters."""

REST = "*"
"""The category of those with too few respondents to stand alone."""

FEWEST = 5
"""Under so many respondents a category of "eligible" shares joins the rest."""

MOST_CELLS = 2000
"""More combinations than this are no weighting but a list of customers, and a reading would take seconds."""


@dataclass(frozen=True, slots=True)
class Margin:
    """One dimension of a weighting in a selection: the category of each value of its column, and the shares wanted."""

    dimension: str
    categories: Categories
    shares: dict[str, float]


def weight_of(code: str, counts: Counts, eligible: Counts) -> Expression:
    """The weight of a row.

    `counts` tells how many respondents each combination of columns has in the selection, `eligible` how many contacts.
    Raises IndicatorError where there is no such weighting, or where its targets cannot be reached, naming the target.
    """
    held = weighting_of(code)
    columns = [COLUMNS[dimension] for dimension in held.targets]
    rows = {tuple(_plain(value) for value in key): n for key, n in _merged(counts(columns)).items()}
    margins = [_margin(dimension, place, held.targets, rows, eligible) for place, dimension in enumerate(held.targets)]
    table = _table(rows, margins)
    if len(table) > MOST_CELLS:
        message = _("weighting: “%(code)s” makes %(n)s combinations; at most %(most)s are possible.")
        words = {"code": code, "n": len(table), "most": MOST_CELLS}
        raise IndicatorError(message % words, field="weighting", value=code)
    return _expression(columns, margins, _weights(code, table, margins, held))


def weighting_of(code: str) -> Weighting:
    """The declared weighting of that code. Raises IndicatorError naming those that there are."""
    found = Weighting.objects.filter(code=code).first()
    if found is None:
        raise unknown("weighting", code, tuple(Weighting.objects.order_by("code").values_list("code", flat=True)))
    return found


def _plain(value: Any) -> Any:
    """Null and the empty word are the same: a row without a language."""
    return None if value == "" else value


def _merged(counts: Mapping[tuple[Any, ...], int]) -> dict[tuple[Any, ...], int]:
    found: dict[tuple[Any, ...], int] = {}
    for key, n in counts.items():
        plain = tuple(_plain(value) for value in key)
        found[plain] = found.get(plain, 0) + n
    return found


def _margin(
    dimension: str, place: int, targets: Mapping[str, Any], rows: Mapping[tuple[Any, ...], int], eligible: Counts
) -> Margin:
    answered: dict[Any, int] = {}
    for key, n in rows.items():
        answered[key[place]] = answered.get(key[place], 0) + n
    units = units_in(EVERYTHING)
    if targets[dimension] == ELIGIBLE:
        contacts = {key[0]: n for key, n in _merged(eligible([COLUMNS[dimension]])).items()}
        return _as_eligible(dimension, answered, contacts, units)
    return Margin(dimension, categories_of(dimension, targets[dimension], answered, units), dict(targets[dimension]))


def categories_of(dimension: str, codes: Sequence[str] | Mapping[str, Any], values: Any, units: Any) -> Categories:
    """The category of each value: the code that keeps it; its own code where none does."""
    kept = {value: code for code in codes for value in kept_values(dimension, [code], units)}
    own = codes_of(dimension, values, units)
    return {value: kept.get(value, own[value]) for value in values}


def _as_eligible(
    dimension: str, answered: Mapping[Any, int], contacts: Mapping[Any, int], units: Sequence[UnitCard]
) -> Margin:
    """Each value is a category of its own, those of few respondents are one together."""
    everything = {**contacts, **answered}
    codes = codes_of(dimension, everything, units)
    categories = {
        value: codes[value] if answered.get(value, 0) >= FEWEST and contacts.get(value) else REST
        for value in everything
    }
    total = sum(contacts.values()) or 1
    shares: dict[str, float] = {}
    for value, n in contacts.items():
        shares[categories[value]] = shares.get(categories[value], 0.0) + n / total
    return Margin(dimension, categories, _reachable(categories, shares, answered))


def _reachable(
    categories: Mapping[Any, str], shares: dict[str, float], answered: Mapping[Any, int]
) -> dict[str, float]:
    """The rest is left out where nobody of it answered: its share goes to the others in proportion."""
    if REST not in shares or any(answered.get(value, 0) for value, code in categories.items() if code == REST):
        return shares
    left = 1.0 - shares.pop(REST)
    return {code: share / left for code, share in shares.items()} if left > 0 else shares


def _table(rows: Mapping[tuple[Any, ...], int], margins: Sequence[Margin]) -> dict[tuple[str, ...], int]:
    """How many respondents each combination of categories has."""
    table: dict[tuple[str, ...], int] = {}
    for key, n in rows.items():
        cell = tuple(margin.categories[value] for margin, value in zip(margins, key, strict=True))
        table[cell] = table.get(cell, 0) + n
    return table


def _weights(
    code: str, table: Mapping[tuple[str, ...], int], margins: Sequence[Margin], held: Weighting
) -> dict[tuple[str, ...], float]:
    if not table:
        return {}
    try:
        return trim(table, [margin.shares for margin in margins], held.least, held.most)
    except WeightingError as problem:
        raise _refusal(code, margins, problem) from problem


def _refusal(code: str, margins: Sequence[Margin], problem: WeightingError) -> IndicatorError:
    message = {
        WeightingProblem.TARGET_SUM: _("weighting: the shares of %(dimension)s add up to %(amount)s and not to 100%%."),
        WeightingProblem.TARGET_SHARE: _("weighting: the share of %(dimension)s “%(code)s” is not one."),
        WeightingProblem.NO_RESPONDENTS: _(
            "weighting: %(dimension)s “%(code)s” should weigh %(share)s, and nobody there answered."
        ),
        WeightingProblem.NO_TARGET: _(
            "weighting: some answered in %(dimension)s “%(code)s”, for which no share is declared."
        ),
        WeightingProblem.NO_CONVERGENCE: _(
            "weighting: the shares contradict each other; %(dimension)s “%(code)s” stays off by %(amount)s."
        ),
        WeightingProblem.LIMITS: _(
            "weighting: within the limits of weights, %(dimension)s “%(code)s” stays off its share by %(amount)s."
        ),
    }[problem.kind]
    margin = margins[problem.dimension]
    words = {
        "dimension": margin.dimension,
        "code": problem.code or _("(none)"),
        "amount": f"{100 * (problem.amount or 0.0):.1f}%",
        "share": f"{100 * margin.shares.get(problem.code or '', 0.0):.1f}%",
    }
    return IndicatorError(message % words, field="weighting", value=code)


def _expression(
    columns: Sequence[str], margins: Sequence[Margin], weights: Mapping[tuple[str, ...], float]
) -> Expression:
    """The weight by the categories of a row: each dimension becomes a place, the places together one number."""
    places = [{code: i for i, code in enumerate(dict.fromkeys(margin.categories.values()))} for margin in margins]

    def weight(table: Any) -> Any:
        import ibis

        if not weights:
            return ibis.literal(1.0)
        number = ibis.literal(0)
        for column, margin, known in zip(columns, margins, places, strict=True):
            number = number * len(known) + _place(table[column], margin.categories, known)
        # From words, since an engine takes the number 0.7322 for an exact decimal, whose sums overflow.
        held = {cell: ibis.literal(repr(weight)).cast("float64") for cell, weight in weights.items()}
        return ibis.cases(*((number == _number(cell, places), weight) for cell, weight in held.items()))

    return weight


def _number(cell: Sequence[str], places: Sequence[Mapping[str, int]]) -> int:
    number = 0
    for code, known in zip(cell, places, strict=True):
        number = number * len(known) + known[code]
    return number


def _place(column: Any, categories: Categories, known: Mapping[str, int]) -> Any:
    """The place of a row's category; null for a value that came in since the respondents were counted."""
    import ibis

    branches = []
    for code, place in known.items():
        values = [value for value, held in categories.items() if held == code]
        branches.append((_is_one_of(column, values), place))
    return ibis.cases(*branches)


def _is_one_of(column: Any, values: Sequence[Any]) -> Any:
    known = [value for value in values if value is not None]
    missing = column.isnull() if not column.type().is_string() else column.isnull() | (column == "")
    if len(known) == len(values):
        return column.isin(known)
    return (column.isin(known) | missing) if known else missing
