"""Whether who is asked depends on how the contact went: for every place and sign, corrected for looking at all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from aisance.indicators.asked.signs import Tables, together
from aisance.indicators.statistics.dependence import (
    Products,
    Stratum,
    found_from,
    left_out_more,
    odds_ratio_of,
    products_of,
)
from aisance.indicators.statistics.multiple import holm

LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Finding:
    """One place under one sign. `table` adds up its strata; shares left out are of it.

    `elsewhere` is the odds ratio that the other places may have at most, at least 1: what is held against a place is
    only what goes beyond it. `found_from` is the difference of shares that would be found four times in five.
    """

    place: int
    sign: str
    table: Stratum
    elsewhere: float
    p_value: float | None
    p_adjusted: float | None = None
    found_from: float | None = None

    @property
    def is_established(self) -> bool:
        return self.p_adjusted is not None and self.p_adjusted < LEVEL


def findings(by_sign: Mapping[str, Tables]) -> list[Finding]:
    """Every place under every sign. Chance alone marks any of them in at most one company of twenty.

    Each p-value is exact and one-sided, against the odds ratio of the other places where it exceeds 1; Holm's
    correction goes over all places and signs of which anything can be told.
    """
    found = [one for sign, tables in by_sign.items() for one in _under(sign, tables)]
    adjusted = holm([one.p_value for one, _ in found])
    tests = sum(one.p_value is not None for one, _ in found) or 1
    return [
        Finding(
            *(one.place, one.sign, one.table, one.elsewhere, one.p_value, p_adjusted),
            found_from(strata, LEVEL / tests) if one.p_value is not None else None,
        )
        for (one, strata), p_adjusted in zip(found, adjusted, strict=True)
    ]


def _under(sign: str, tables: Tables) -> Iterator[tuple[Finding, Sequence[Stratum]]]:
    """Every place under one sign, each against all others."""
    own = {place: products_of(strata) for place, strata in tables.items()}
    everywhere = Products(*(fsum(parts) for parts in zip(*own.values(), strict=True)))
    for place, strata in tables.items():
        usual = odds_ratio_of(everywhere.less(own[place]))
        elsewhere = max(1.0, usual.highest) if usual else 1.0
        yield Finding(place, sign, together(strata), elsewhere, left_out_more(strata, elsewhere)), strata


def strongest(found: Sequence[Finding]) -> Finding | None:
    """Of the signs of one place the one least likely by chance; null where nothing can be told."""
    known = [one for one in found if one.p_adjusted is not None]
    return min(known, key=lambda one: (one.p_adjusted or 0.0, one.p_value or 0.0), default=None)
