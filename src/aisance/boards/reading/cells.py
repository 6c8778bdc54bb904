"""The cells of a part: an estimate with its name, its verdict and where it leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from aisance.boards.reading.selection import Narrowed, figures_address
from aisance.core.permissions import Viewer
from aisance.indicators.contracts import Definition, Estimate
from aisance.indicators.public import LEADS_NOWHERE, Behind, Move, behind, dimension_names, estimates, is_weak, move_of

TIMES = ("month", "day")
"""Dimensions that two periods do not share, so that nothing is compared along them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One estimate of a part. `names` are those of its dimensions; `move` is null where nothing is compared."""

    names: tuple[str, ...]
    estimate: Estimate
    weak: bool
    move: Move | None
    figures: str = ""
    behind: Behind = LEADS_NOWHERE

    @property
    def name(self) -> str:
        return " · ".join(self.names)

    @property
    def withheld(self) -> bool:
        """Whether there is a value that is not told, since too few people stand behind it."""
        return self.estimate.masked is not None

    @property
    def tone(self) -> str:
        """The colour that the cell has earned: better or worse where its move exceeds chance, else none."""
        return self.move.tone if self.move and self.move.is_established and self.move.tone != "plain" else ""


@dataclass(frozen=True, slots=True)
class Question:
    """What a part asks of the figures, and for whom."""

    definition: Definition
    narrowed: Narrowed
    viewer: Viewer

    def estimates(self, by: Sequence[str] = (), *, compared: bool = True) -> list[Estimate]:
        """The estimates of the part's days, each compared with the period before where that makes sense."""
        compare = self.narrowed.before if compared and not set(by) & set(TIMES) else None
        return self.between(self.narrowed.start, self.narrowed.end, by, compare=compare)

    def between(
        self, start: date, end: date, by: Sequence[str] = (), *, compare: tuple[date, date] | None = None
    ) -> list[Estimate]:
        """The estimates of other days with the same filters."""
        return estimates(
            self.definition.name,
            viewer=self.viewer,
            by=by,
            start=start,
            end=end,
            compare=compare,
            where=self.narrowed.where,
        )

    def cells(self, by: Sequence[str], *, compared: bool = True) -> list[Cell]:
        """The cells along some dimensions, named."""
        found = self.estimates(by, compared=compared)
        names = {dimension: self._names(dimension, found) for dimension in by}
        return [self.cell(found_one, names) for found_one in found]

    def cell(
        self,
        estimate: Estimate,
        names: dict[str, dict[str, str]] | None = None,
        days: tuple[date, date] | None = None,
    ) -> Cell:
        """One estimate as a cell that leads to its figures and to its rows; `days` are other ones than the part's."""
        codes = {dimension: code for dimension, code in estimate.dimensions.items() if code and dimension not in TIMES}
        along = tuple((names or {})[dimension][code] for dimension, code in estimate.dimensions.items() if names)
        whole = len(codes) == len(estimate.dimensions)  # a cell of rows without a step, say, cannot be asked for
        return Cell(
            names=along,
            estimate=estimate,
            weak=is_weak(self.definition, estimate),
            move=move_of(self.definition, estimate) if estimate.compare else None,
            figures=figures_address(self.definition, self.narrowed, **codes) if whole else "",
            behind=self.behind(estimate, name=" · ".join(along), days=days),
        )

    def behind(
        self,
        estimate: Estimate,
        *,
        name: str = "",
        days: tuple[date, date] | None = None,
        scores: Sequence[int] = (),
    ) -> Behind:
        """The rows behind an estimate of the part."""
        chosen = self.narrowed.chosen_by(self.viewer)
        return behind(self.definition, estimate, chosen.between(*days) if days else chosen, name=name, scores=scores)

    def _names(self, dimension: str, found: Sequence[Estimate]) -> dict[str, str]:
        codes = [estimate.dimensions[dimension] for estimate in found]
        named = dimension_names(dimension, codes, viewer=self.viewer) if codes else {}
        return {code: name or _("not known") for code, name in named.items()}
