"""What every reader is: a header, and rows of text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext as _

from aisance.intake.contracts import Problem, WrongUse


@dataclass(frozen=True, slots=True)
class Layout:
    """How the mapping says the file is laid out; empty means: find out."""

    encoding: str = ""
    separator: str = ""
    quote: str = '"'
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number (the header is 1), its cells as text, and why it cannot be read where it cannot."""

    number: int
    cells: list[str]
    problem: Problem | None = None


class Table(Protocol):
    """An open file. `size` and `done` are in one unit, bytes or rows, for the progress bar; size 0 is not known."""

    header: list[str]
    size: int

    def __init__(self, path: Path, layout: Layout) -> None: ...

    @property
    def done(self) -> int: ...

    def rows(self) -> Iterator[Row]: ...

    def close(self) -> None: ...


def named(path: Path, header: Sequence[str]) -> list[str]:
    """The header with the spaces around names gone, a name for columns without one, and none after the last name."""
    names = [name.strip() for name in header]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise WrongUse(_("%(path)s is empty: its first row must name the columns.") % {"path": path})
    return [name or f"(column {index})" for index, name in enumerate(names, 1)]


def fitted(number: int, cells: list[str], width: int, *, pad: bool) -> Row:
    """A row of exactly `width` cells. More cells with something in them, or fewer, make a row that cannot be read.

    A spreadsheet leaves out the empty cells at a row's end: `pad` puts them back.
    """
    spare = cells[width:]
    if any(spare) or (len(cells) < width and not pad):
        problem = Problem("", "", _("%(width)d cells, not %(count)d") % {"width": width, "count": len(cells)})
        return Row(number, cells, problem)
    return Row(number, cells[:width] + [""] * (width - len(cells)))
