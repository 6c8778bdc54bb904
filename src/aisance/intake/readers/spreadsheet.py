"""XLSX, read row by row."""

import datetime as dt
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from aisance.core.later import Later
from aisance.intake.contracts import WrongUse
from aisance.intake.readers.table import Layout, Row, fitted, named

openpyxl: Any = Later("openpyxl")

MOST_ROWS = 1_048_576
"""Of a sheet, by its format. A file that names a higher row would be read as all the empty rows before it."""

MOST_BYTES_AT_ONCE = 500_000_000
"""Unpacked, of a part that is read whole, such as the texts that cells share. Sheets are read row by row."""

MOST_BYTES_AS_TREE = 5_000_000
"""Unpacked, of what is read as a tree, such as the styles: that takes sixty times as much memory."""

TREES = ("[Content_Types].xml", "docProps/", "xl/workbook.xml", "xl/styles.xml", "xl/theme/", "xl/externalLinks/")

MOST_BYTES = 8_000_000_000
"""Unpacked, of all parts together: a sheet that is full of text has about half of it."""


class Workbook:
    """One sheet of a workbook: the one named, else the first."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self._path = path
        self._book = _open(path)
        try:
            sheet = self._sheet(layout.sheet)
            # Some programmes write a wrong size, which would cut the sheet short.
            sheet.reset_dimensions()
            self._rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
            self.size = 0
            self._number = 0
            first = self._next()
            self.header = named(path, first or [])
        except BaseException:
            self.close()
            raise

    @property
    def done(self) -> int:
        return self._number

    def rows(self) -> Iterator[Row]:
        width = len(self.header)
        while (cells := self._next()) is not None:
            if any(cells):
                yield fitted(self._number, cells, width, pad=True)

    def close(self) -> None:
        self._book.close()

    def _next(self) -> list[str] | None:
        self._number += 1
        if self._number > MOST_ROWS + 1:
            raise _too_large(self._path)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return [as_text(value) for value in next(self._rows)]
        except StopIteration:
            return None
        except Exception as problem:
            raise _damaged(self._path, problem) from problem

    def _sheet(self, name: str) -> Any:
        names = [sheet.title for sheet in self._book.worksheets]
        if not names:
            raise WrongUse(_("%(path)s has no sheet with cells.") % {"path": self._path})
        if name and name not in names:
            raise WrongUse(
                _("%(path)s has no sheet “%(name)s”; it has: %(names)s.")
                % {"path": self._path, "name": name, "names": ", ".join(names)}
            )
        return self._book[name or names[0]]


def _open(path: Path) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which we do not read
            _refuse_bomb(path)
            return openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except (OSError, WrongUse):
        raise
    except Exception as problem:  # zip, XML and key errors alike: the library lets through whatever the damage causes
        raise _damaged(path, problem) from problem


def _refuse_bomb(path: Path) -> None:
    """A few kilobytes may unpack to more than the machine holds. No part unpacks to more than it says of itself."""
    with zipfile.ZipFile(path) as archive:
        sizes = {part.filename: part.file_size for part in archive.infolist()}
    if any(size > _most_bytes(name) for name, size in sizes.items()) or sum(sizes.values()) > MOST_BYTES:
        raise _too_large(path)


def _most_bytes(part: str) -> int:
    if part.startswith("xl/worksheets/") and part.endswith(".xml"):
        return MOST_BYTES
    return MOST_BYTES_AS_TREE if part.startswith(TREES) or part.endswith(".rels") else MOST_BYTES_AT_ONCE


def _too_large(path: Path) -> WrongUse:
    return WrongUse(_("%(path)s holds more than a workbook can. Save it again, or as CSV.") % {"path": path})


def _damaged(path: Path, problem: Exception) -> WrongUse:
    return WrongUse(
        _("%(path)s is not a workbook that can be read (%(why)s). Save it again as XLSX.")
        % {"path": path, "why": type(problem).__name__}
    )


def as_text(value: Any) -> str:
    """A cell as the text it would be in a CSV: dates in ISO form, whole numbers without decimals.

    >>> as_text(dt.datetime(2026, 1, 31)), as_text(12.0), as_text(True), as_text(None)
    ('2026-01-31', '12', 'true', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return str(value).strip()
