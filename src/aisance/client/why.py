"""Why a figure moved, as an analyst reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aisance.client import frames

if TYPE_CHECKING:
    import pandas

EFFECTS = ("mix", "rate")
BOUNDS = {"": "value", "_low": "low", "_high": "high"}
SIDES = ("weight_before", "weight_after", "value_before", "value_after")


@dataclass(frozen=True, slots=True)
class Why:
    """A difference split into what comes from the weights of cells (mix) and from their own figures (rate).

    `sentence` says it in words and `words` the largest contributions by dimension. `parts` has one row a cell, whose
    mix and rate add up to the `difference`; `folded` the same added up by dimension. Where `moved` is false the
    difference is within chance, and there is nothing to explain.
    """

    sentence: str
    moved: bool
    difference: float | None
    low: float | None
    high: float | None
    mix: float | None
    rate: float | None
    words: Mapping[str, Sequence[str]]
    parts: "pandas.DataFrame"
    folded: "Mapping[str, pandas.DataFrame]"
    document: Mapping[str, Any]

    def __str__(self) -> str:
        return self.sentence

    def __repr__(self) -> str:
        return f"<Why: {self.sentence}>"


def why(document: Mapping[str, Any]) -> Why:
    """The answer of the API, with its cells as frames."""
    return Why(
        sentence=document["sentence"],
        moved=document["moved"],
        difference=document["difference"],
        low=document["low"],
        high=document["high"],
        mix=document["mix"]["value"],
        rate=document["rate"]["value"],
        words=document["words"],
        parts=_cells(document["parts"], document["by"]),
        folded={name: _cells(cells, [name]) for name, cells in document["folded"].items()},
        document=document,
    )


def _cells(cells: Sequence[Mapping[str, Any]], by: Sequence[str]) -> "pandas.DataFrame":
    effects = [f"{effect}{bound}" for effect in EFFECTS for bound in BOUNDS]
    rows = [_cell(cell) for cell in cells]
    columns = [*by, *effects, *SIDES, "n_before", "n_after"]
    return frames.frame(rows, columns, numbers=(*effects, *SIDES), whole=("n_before", "n_after"))


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    told = {f"{effect}{bound}": cell[effect][field] for effect in EFFECTS for bound, field in BOUNDS.items()}
    return {**cell["dimensions"], **told, **{name: cell[name] for name in (*SIDES, "n_before", "n_after")}}
