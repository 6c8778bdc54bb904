"""A first look into a file: its columns, some of its rows, and how its text is encoded; for a page that proposes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from aisance.intake.binding import bind
from aisance.intake.contracts import ImportKind, Refusal, Values, WrongUse
from aisance.intake.mapping import FileMapping
from aisance.intake.readers import Layout, open_table
from aisance.intake.rules import storable

WESTERN = "cp1252"
"""What spreadsheets in western Europe write where they do not write UTF-8."""


@dataclass(frozen=True, slots=True)
class Look:
    """The header, the cells of the first rows, and the encoding where it is not one that is found by itself."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str = ""


def look_into(path: Path, *, rows: int) -> Look:
    """Look into a file. Raises WrongUse where it cannot be read at all."""
    try:
        return _look(path, rows, "")
    except WrongUse:
        if path.suffix.lower() in {".xlsx", ".parquet"}:
            raise
        return _look(path, rows, WESTERN)


def _look(path: Path, rows: int, encoding: str) -> Look:
    table = open_table(path, Layout(encoding=encoding))
    try:
        cells = [tuple(cell.strip() for cell in row.cells) for row in islice(table.rows(), rows) if not row.problem]
        return Look(tuple(table.header), tuple(cells), encoding)
    finally:
        table.close()


def bound(path: Path, mapping: FileMapping, kind: ImportKind) -> None:
    """Raise WrongUse where a mapping does not fit a file."""
    table = open_table(path, mapping.layout)
    try:
        bind(mapping, kind, table.header)
    finally:
        table.close()


def rows_read(
    path: Path, mapping: FileMapping, kind: ImportKind, *, rows: int
) -> Iterator[tuple[int, Mapping[str, str], Any | Refusal]]:
    """The first rows in the product's words, each with its number and the draft or the refusal that comes of it."""
    table = open_table(path, mapping.layout)
    importer = kind.start()
    try:
        binding = bind(mapping, kind, table.header)
        for row in islice(table.rows(), rows):
            cells = [cell.strip() for cell in row.cells]
            if row.problem or not storable(cells):
                yield row.number, {}, (row.problem,)
            elif not binding.left_out(cells):
                values: Values | Sequence[Any] = binding.values(cells)
                if isinstance(values, tuple):
                    yield row.number, {}, values
                else:
                    yield row.number, dict(values), importer.parse(values)  # type: ignore[arg-type]  # no refusal
    finally:
        table.close()
