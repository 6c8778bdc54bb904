"""Channels by ease, as customers answered and for the same mix of reasons, with ranks; and what to suggest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

from aisance.core.permissions import Viewer
from aisance.indicators.channels.rules import (
    Cells,
    Standard,
    Standardised,
    Suggestion,
    adjusted_variance,
    cells_left_out,
    common_standard,
    standardised,
    suggestions,
)
from aisance.indicators.contracts import Asked, Estimate
from aisance.indicators.dashboard.moves import is_weak
from aisance.indicators.dashboard.ranking import axis_around
from aisance.indicators.queries import conditions_for, sums_by_cell
from aisance.indicators.readings import Period
from aisance.indicators.registry.answers import NET_EASY
from aisance.indicators.rules import estimate_of, masked_cells
from aisance.indicators.statistics import Sums
from aisance.indicators.statistics.ranks import rank_sets
from aisance.indicators.statistics.weighted import scaled_to_effective
from aisance.journeys.contracts import Direction
from aisance.journeys.public import channel_names, reasons
from aisance.lake import public as lake
from aisance.ui.drawings import Axis

EASE = NET_EASY
MINIMUM_N = EASE.minimum_n

type Where = Mapping[str, Sequence[str]]
type Contacts = Mapping[tuple[str, str], int]
type Ranks = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel: its ease as answered and for the mix of all, each with the best and worst rank it may have.

    `standard` is null where the channel has too few answers for the reasons in common. Ranks are null without a value.
    """

    code: str
    name: str
    raw: Estimate
    raw_ranks: Ranks | None
    standard: Standardised | None
    standard_ranks: Ranks | None
    contacts: int
    contacts_share: float | None

    @property
    def is_weak(self) -> bool:
        return is_weak(EASE, self.raw)

    @property
    def is_weak_standard(self) -> bool:
        return self.standard is not None and self.standard.n < EASE.solid_n


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every channel that has answers or contacts. `mix` says whether contacts or, for want of them, answers weigh."""

    rows: tuple[ChannelRow, ...]
    standard: Standard | None
    mix: str
    reason_names: Mapping[str, str]
    left_out: int
    suggested: tuple[Suggestion, ...]

    @property
    def axis(self) -> Axis:
        """One axis for both drawings."""
        known: list[Any] = [row.raw for row in self.rows if row.raw.value is not None]
        return axis_around(known + [row.standard for row in self.rows if row.standard])

    @property
    def has_values(self) -> bool:
        return any(row.raw.value is not None for row in self.rows)

    @property
    def has_weak(self) -> bool:
        return any((row.is_weak and row.raw.value is not None) or row.is_weak_standard for row in self.rows)

    @property
    def easiest(self) -> ChannelRow | None:
        """The channel that is established to be the first for the same reasons."""
        return next((row for row in self.rows if row.standard_ranks == (1, 1)), None)

    @property
    def hardest(self) -> ChannelRow | None:
        """The channel that is established to be the last."""
        last = sum(row.standard is not None for row in self.rows)
        return next((row for row in self.rows if last > 1 and row.standard_ranks == (last, last)), None)

    @property
    def first(self) -> list[ChannelRow]:
        """The channels of which any may be the first."""
        return [row for row in self.rows if row.standard_ranks and row.standard_ranks[0] == 1]

    @property
    def first_names(self) -> str:
        return pgettext("between names in a list", ", ").join(row.name for row in self.first)


def channels_compared(viewer: Viewer, *, where: Where, period: Period) -> Comparison:
    """Channels in a period, in the units that the viewer may see. Two readings of the store."""
    kept = {word: tuple(codes) for word, codes in where.items()}
    found = sums_by_cell(viewer, EASE, Asked(where=kept), by=("channel", "reason"), period=period)
    everything = {(channel, reason): scaled_to_effective(sums) for (channel, reason), sums in found.items() if channel}
    cells = {key: sums for key, sums in everything.items() if key[1]}
    contacts = _contacts(viewer, where, period)
    mix = _by_reason(contacts) or _by_reason({key: int(sums.n) for key, sums in cells.items()})
    standard = common_standard(cells, mix, MINIMUM_N)
    return Comparison(
        rows=tuple(_rows(everything, cells, contacts, standard)),
        standard=standard,
        mix="contacts" if _by_reason(contacts) else "answers",
        reason_names={reason.code: reason.name for reason in reasons()},
        left_out=cells_left_out(cells, MINIMUM_N),
        suggested=tuple(suggestions(cells, contacts or {key: int(s.n) for key, s in cells.items()}, MINIMUM_N)),
    )


def _contacts(viewer: Viewer, where: Where, period: Period) -> dict[tuple[str, str], int]:
    """Contacts that customers began and that are over, by channel and reason; the reason is empty where not known."""
    codes = {reason.id: reason.code for reason in reasons()}
    found: dict[tuple[str, str], int] = {}
    for cell in lake.sums(
        "interactions",
        value=lambda t: 1.0,
        where=[
            lambda t: t.direction == Direction.INBOUND.value,
            lambda t: t.outcome.notnull(),
            *conditions_for(viewer, where, period),
        ],
        by=["channel", "reason_id"],
    ):
        channel, reason = cell.dimensions
        key = (channel, codes.get(reason, ""))
        found[key] = found.get(key, 0) + cell.n
    return found


def _by_reason(counts: Contacts) -> dict[str, float]:
    """How many there are of each known reason."""
    found: dict[str, float] = {}
    for (_, reason), n in counts.items():
        if reason:
            found[reason] = found.get(reason, 0.0) + n
    return found


def _rows(everything: Cells, cells: Cells, contacts: Contacts, standard: Standard | None) -> list[ChannelRow]:
    raw = _raw(everything)
    alike = _standardised(cells, standard)
    raw_ranks = _ranks({c: (s.mean, adjusted_variance(s)) for c, s in raw.items() if s.n >= MINIMUM_N})
    ranks = _ranks({channel: (shown.value, shown.variance) for channel, shown in alike.items()})
    volume = {channel: sum(n for (c, _), n in contacts.items() if c == channel) for channel, _ in contacts}
    total = sum(volume.values())
    names = channel_names()
    rows = [
        ChannelRow(
            code=channel,
            name=names[channel],
            raw=_shown(raw.get(channel, Sums(0, 0.0, 0.0))),
            raw_ranks=raw_ranks.get(channel),
            standard=alike.get(channel),
            standard_ranks=ranks.get(channel),
            contacts=volume.get(channel, 0),
            contacts_share=volume.get(channel, 0) / total if total else None,
        )
        for channel in names
        if channel in raw or channel in volume
    ]
    return sorted(rows, key=_easiest_first)


def _raw(everything: Cells) -> dict[str, Sums]:
    """The sums of each channel over all its answers, those without a known reason among them."""
    found: dict[str, Sums] = {}
    for (channel, _), sums in everything.items():
        kept = found.get(channel, Sums(0, 0.0, 0.0))
        found[channel] = Sums(*(one + other for one, other in zip(kept, sums, strict=True)))
    return found


def _standardised(cells: Cells, standard: Standard | None) -> dict[str, Standardised]:
    if standard is None:
        return {}
    return {
        channel: standardised({reason: cells[channel, reason] for reason in standard.weights}, standard.weights)
        for channel in standard.channels
    }


def _ranks(figures: Mapping[str, tuple[float, float]]) -> dict[str, Ranks]:
    """The best and the worst rank of each channel, all of them held together with 95 %."""
    values, variances = [value for value, _ in figures.values()], [variance for _, variance in figures.values()]
    return dict(zip(figures, rank_sets(values, variances), strict=True)) if figures else {}


def _shown(sums: Sums) -> Estimate:
    [shown] = masked_cells([estimate_of(EASE.measure, sums)], EASE)
    return shown


def _easiest_first(row: ChannelRow) -> tuple[bool, float, bool, float]:
    value = row.standard.value if row.standard else 0.0
    return row.standard is None, -value, row.raw.value is None, -(row.raw.value or 0.0)
