"""From the contact to the answer, for every unit or advisor, with what the test says of whom each of them left out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from aisance.accounts.contracts import UnitCard
from aisance.accounts.public import units_in
from aisance.core.permissions import Viewer
from aisance.core.statistics import wilson
from aisance.indicators.asked import reading
from aisance.indicators.asked.reading import LEFT_OUT, Drawn
from aisance.indicators.asked.rules import Finding, findings, strongest
from aisance.indicators.asked.signs import Row, Tables, by_any_kind, by_band, by_kind, by_outcome
from aisance.indicators.dimensions import codes_of, kept_values, names_of
from aisance.indicators.permissions import VIEW_ASKED
from aisance.lake import public as lake
from aisance.surveys.contracts import InvitationState

type By = Literal["unit", "advisor"]
type Verdict = Literal["to_verify", "nothing", "untold"]

PLACES: Mapping[str, By] = {"unit": "unit", "advisor": "advisor"}


@dataclass(frozen=True, slots=True)
class Share:
    """A share of `n` with its 95 % interval; null throughout where there is nothing to share."""

    count: int
    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


def share_of(count: int, n: int) -> Share:
    """The share with Wilson's interval.

    >>> found = share_of(81, 263)
    >>> f"{found.value:.4f} {found.low:.4f} {found.high:.4f}"
    '0.3080 0.2553 0.3662'
    """
    bounds = wilson(count, n)
    return Share(count, n, count / n, *bounds) if bounds else Share(count, n)


@dataclass(frozen=True, slots=True)
class Fates:
    """What became of eligible contacts; every one is counted once, and the parts add up.

    `refused` goes by reason. Invited are those for whom a message was made: `on_its_way`, `failed`, or arrived, which
    is `silent` or `answered`.
    """

    refused: Mapping[str, int] = field(default_factory=dict)
    planned: int = 0
    on_its_way: int = 0
    failed: int = 0
    silent: int = 0
    answered: int = 0

    @property
    def invited(self) -> int:
        return self.on_its_way + self.failed + self.silent + self.answered

    @property
    def eligible(self) -> int:
        return sum(self.refused.values()) + self.planned + self.invited

    @property
    def unknown(self) -> int:
        return self.refused.get("unknown_customer", 0)

    @property
    def other_refusals(self) -> int:
        """Refused for a reason that the programme's own rules give, not whoever held the contact."""
        return sum(n for reason, n in self.refused.items() if reason not in LEFT_OUT)

    @property
    def left_out(self) -> Share:
        return share_of(sum(self.refused.get(reason, 0) for reason in LEFT_OUT), self.eligible)

    @property
    def rate(self) -> Share:
        return share_of(self.answered, self.invited)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit or an advisor, one without a code standing for contacts of nobody known. `found` are all its signs."""

    code: str
    name: str
    fates: Fates
    found: tuple[Finding, ...] = ()

    @property
    def strongest(self) -> Finding | None:
        return strongest(self.found)

    @property
    def verdict(self) -> Verdict:
        one = self.strongest
        if one is None:
            return "untold"
        return "to_verify" if one.is_established else "nothing"


@dataclass(frozen=True, slots=True)
class Account:
    """Every place that has decisions. `tests` is the number of tests over which p-values are corrected."""

    by: By
    rows: tuple[Place, ...]
    total: Fates
    tests: int

    @property
    def to_verify(self) -> list[Place]:
        return [row for row in self.rows if row.verdict == "to_verify"]


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """What a page or a key asks for: decisions of these days and of this unit with those below, "" for all."""

    drawn: Drawn
    unit: str = ""
    by: By = "unit"


def units_seen(viewer: Viewer) -> list[UnitCard]:
    """The units whose decisions the viewer may see."""
    return units_in(viewer.scope(VIEW_ASKED))


def account_of(viewer: Viewer, asked: AskedAbout) -> Account:
    """Who was asked and who was not. Raises IndicatorError for a unit that the viewer does not know.

    The tests go over everything that the viewer may see, whatever unit the page shows: a verdict must not change with
    what stands beside it.
    """
    units = units_seen(viewer)
    everywhere = replace(asked.drawn, units=tuple(sorted(unit.id for unit in units)))
    shown = replace(asked.drawn, units=tuple(sorted(kept_units(asked.unit, units))))
    column = f"{asked.by}_id"
    fates = fates_by_place(reading.fates(shown, column))
    found = _findings(everywhere, column, lake.generation())
    codes = codes_of(asked.by, fates, units)
    names = names_of(asked.by, codes.values(), units)
    rows = [
        Place(code, names[code] if code else "", fates[place], tuple(one for one in found if one.place == place))
        for place, code in codes.items()
    ]
    tests = sum(one.p_value is not None for one in found)
    return Account(asked.by, tuple(rows), total_of(fates.values()), tests)


def kept_units(code: str, units: Sequence[UnitCard]) -> list[int]:
    """The ids of a unit and those below it; of all where no code is given."""
    return kept_values("unit", [code], units) if code else [unit.id for unit in units]


@lru_cache(maxsize=64)
def _findings(drawn: Drawn, column: str, _generation: int) -> tuple[Finding, ...]:
    """Remembered for as long as the store is the same."""
    return tuple(findings(tables_of(drawn, column)))


def tables_of(drawn: Drawn, column: str) -> dict[str, Tables]:
    """The tables of two by two of every sign, by place."""
    contacts, scores = reading.contacts_by_kind(drawn, column), reading.scores_by_kind(drawn)
    return {
        "any_kind": by_any_kind(contacts, scores),
        "kind": by_kind(contacts, scores),
        "handling": by_band(reading.contacts_by_band(drawn, column, "handling_seconds")),
        "waiting": by_band(reading.contacts_by_band(drawn, column, "wait_seconds")),
        "outcome": by_outcome(reading.contacts_by_outcome(drawn, column)),
    }


def fates_by_place(rows: Iterable[Row]) -> dict[int | None, Fates]:
    """Counts by place, state, refusal and whether answered, put together."""
    held: dict[int | None, list[Row]] = defaultdict(list)
    for place, *row in rows:
        held[place].append(tuple(row))
    return {place: _fates(found) for place, found in held.items()}


def _fates(rows: Sequence[Row]) -> Fates:
    refused: dict[str, int] = defaultdict(int)
    counts: dict[str, int] = defaultdict(int)
    for state, refusal, answered, n in rows:
        if state == InvitationState.REFUSED:
            refused[refusal] += n
        else:
            counts[_word(state, answered)] += n
    return Fates(dict(refused), **counts)


def _word(state: str, answered: int) -> str:
    # Whoever answers by a link that a letter bears may do so before the message is known to have arrived.
    if answered:
        return "answered"
    words = {"planned": "planned", "sending": "on_its_way", "failed": "failed", "delivered": "silent"}
    return words[state]


def total_of(places: Iterable[Fates]) -> Fates:
    """All places together."""
    refused: dict[str, int] = defaultdict(int)
    counts: dict[str, int] = defaultdict(int)
    for fates in places:
        for reason, n in fates.refused.items():
            refused[reason] += n
        for name in ("planned", "on_its_way", "failed", "silent", "answered"):
            counts[name] += getattr(fates, name)
    return Fates(dict(refused), **counts)
