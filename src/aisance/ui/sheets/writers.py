"""The three formats. Text that a spreadsheet would run as a formula stays text in each of them."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import IO, Any

from django.utils import timezone

from aisance.ui.sheets.shapes import Column, Sheet

FORMULA_STARTS = frozenset("=+-@")
CONTROL_STARTS = frozenset("\t\r\n")
ROWS_AT_ONCE = 5_000
IN_MEMORY = 4 << 20
"""A workbook or a Parquet file is finished before it leaves, on disk beyond this size."""


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How a sheet is written, how a browser is told what it is, and how many rows it takes (null: any number)."""

    extension: str
    content_type: str
    pieces: Callable[[Sheet], Iterable[bytes]]
    most_rows: int | None = None

    def write(self, sheet: Sheet) -> bytes:
        """The whole file."""
        return b"".join(self.pieces(sheet))


def as_csv(sheet: Sheet) -> Iterator[bytes]:
    """Comma-separated, UTF-8; empty for no value. An apostrophe keeps a would-be formula text."""
    yield _lines([[column.name for column in sheet.columns]])
    for rows in batched(sheet.rows, ROWS_AT_ONCE):
        yield _lines([[_in_csv(value) for value in row] for row in rows])


def _lines(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _in_csv(value: Any) -> Any:
    match value:
        case str():
            return harmless(value)
        case bool():
            return "true" if value else "false"
        case datetime():
            return _local(value).isoformat(timespec="seconds")
    return value


def harmless(text: str) -> str:
    """A spreadsheet runs a cell that begins like a formula, also after spaces; an apostrophe keeps it text.

    >>> harmless("=1+1"), harmless(" -1"), harmless("Ok")
    ("'=1+1", "' -1", 'Ok')
    """
    return f"'{text}" if text.lstrip()[:1] in FORMULA_STARTS or text[:1] in CONTROL_STARTS else text


def _local(moment: datetime) -> datetime:
    """The moment in the company's time zone."""
    return timezone.localtime(moment, timezone.get_default_timezone())


def as_xlsx(sheet: Sheet) -> Iterator[bytes]:
    """A workbook with the figures as typed numbers, and a sheet that says what they are; written row by row."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    figures = book.create_sheet("Figures")
    figures.freeze_panes = "A2"
    figures.append([column.name for column in sheet.columns])
    for row in sheet.rows:
        figures.append([_typed(figures, value) for value in row])
    about = book.create_sheet("Definitions")
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 26, 100
    for pair in sheet.about:
        about.append([_typed(about, text) for text in pair])
    stream = _room()
    book.save(stream)
    return _pieces(stream)


def _typed(page: Any, value: Any) -> Any:
    """A cell; text is said to be text, since openpyxl takes what begins with = for a formula."""
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, datetime):
        return _local(value).replace(tzinfo=None)  # a workbook knows no time zone
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(page, value="")
    cell.value = _without_controls(value)
    cell.data_type = "s"
    return cell


def _without_controls(text: str) -> str:
    """XML 1.0 bears no control characters but tab and line ends."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n\r")


def as_parquet(sheet: Sheet) -> Iterator[bytes]:
    """Typed columns; what they are stands in the metadata of the file."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema([_field(column) for column in sheet.columns], metadata=_metadata(sheet))
    stream = _room()
    with parquet.ParquetWriter(stream, schema) as writer:
        for rows in batched(sheet.rows, ROWS_AT_ONCE):
            arrays = [pa.array([row[i] for row in rows], field.type) for i, field in enumerate(schema)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
    return _pieces(stream)


def _metadata(sheet: Sheet) -> dict[str, str]:
    """What is said of the rows by its name; what has the same name stands together, line by line."""
    found: dict[str, str] = {}
    for name, text in sheet.about:
        found[name] = f"{found[name]}\n{text}" if name in found else text
    return found


def _field(column: Column) -> Any:
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "whole": pa.int64(),
        "number": pa.float64(),
        "day": pa.date32(),
        "moment": pa.timestamp("us", "UTC"),
        "truth": pa.bool_(),
    }
    return pa.field(column.name, types[column.kind])


def _room() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(IN_MEMORY)


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """A finished file, piece by piece."""
    with stream:
        stream.seek(0)
        while piece := stream.read(1 << 16):
            yield piece


FORMATS = {
    "csv": FileFormat("csv", "text/csv; charset=utf-8", as_csv),
    "xlsx": FileFormat("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx, 100_000),
    "parquet": FileFormat("parquet", "application/vnd.apache.parquet", as_parquet, 1_000_000),
}
