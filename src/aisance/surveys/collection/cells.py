"""From what was given to the answers that are stored, and back. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aisance.surveys.collection.reading import is_empty
from aisance.surveys.contracts import COMPONENTS_SCREEN, EFFORT_COMPONENTS, SCALES, Scale
from aisance.surveys.questionnaires.contracts import Given, Item, ItemKind
from aisance.surveys.rules import fitting_scale

COMPONENT_SCALE = "component_2"


@dataclass(frozen=True, slots=True)
class Cell:
    """One stored answer but for when it was given."""

    scale: str = ""
    score: int | None = None
    text: str = ""
    value: Any = None


def scale_of_item(item: Item, own: Mapping[str, Scale]) -> Scale | None:
    """The scale of a scored item, or of the columns of a matrix; null for everything else.

    >>> scale_of_item(Item("nps", "nps", {}), {}).code
    'nps_11'
    """
    if item.kind == ItemKind.MATRIX:
        return SCALES.get(item.scale)
    return fitting_scale(item.kind, item.scale, own)


def cells_of(item: Item, scale: Scale | None, given: Given) -> dict[str, Cell]:
    """What is to be stored for an item, by question; nothing for one that was passed."""
    if is_empty(given):
        return {}
    if item.kind == COMPONENTS_SCREEN:
        return {code.value: Cell(COMPONENT_SCALE, int(code in given.value)) for code in EFFORT_COMPONENTS}
    return {item.code: Cell(scale.code if scale else "", given.score, given.text.strip(), given.value)}


def questions_of(item: Item) -> tuple[str, ...]:
    """Under which questions the answers to an item are stored."""
    return tuple(code.value for code in EFFORT_COMPONENTS) if item.kind == COMPONENTS_SCREEN else (item.code,)


def given_of(items: Iterable[Item], cells: Mapping[str, Cell]) -> dict[str, Given]:
    """What was given to each item, from what is stored; items without an answer are absent."""
    found: dict[str, Given] = {}
    for item in items:
        held = [(code, cells[code]) for code in questions_of(item) if code in cells]
        if item.kind == COMPONENTS_SCREEN and held:
            found[item.code] = Given(value=[code for code, cell in held if cell.score])
        elif held:
            cell = held[0][1]
            found[item.code] = Given(cell.score, cell.text, cell.value)
    return found
