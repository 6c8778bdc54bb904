"""The three formats. Text that a spreadsheet would run as a formula stays text in each of them."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aisance.boards.files.sheets import Sheet

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How a sheet is written, and how a browser is told what it is."""

    extension: str
    content_type: str
    write: Callable[[Sheet], bytes]


def as_csv(sheet: Sheet) -> bytes:
    """Comma-separated, UTF-8; empty for no value. An apostrophe keeps a would-be formula text."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_harmless(value) if isinstance(value, str) else value for value in row])
    return text.getvalue().encode()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_xlsx(sheet: Sheet) -> bytes:
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
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _typed(page: Any, value: Any) -> Any:
    """A cell; text is said to be text, since openpyxl takes what begins with = for a formula."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(page, value="")
    cell.value = _without_controls(value)
    cell.data_type = "s"
    return cell


def _without_controls(text: str) -> str:
    """XML 1.0 bears no control characters but tab and line ends."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n\r")


def as_parquet(sheet: Sheet) -> bytes:
    """Typed columns; what they are stands in the metadata of the file."""
    import pyarrow as pa
    from pyarrow import parquet

    types = {"text": pa.string(), "whole": pa.int64(), "number": pa.float64(), "day": pa.date32()}
    schema = pa.schema(
        [pa.field(column.name, types[column.kind]) for column in sheet.columns],
        metadata=dict(sheet.about),
    )
    columns: list[list[Any]] = [[row[i] for row in sheet.rows] for i in range(len(sheet.columns))]
    table = pa.table([pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema)
    stream = io.BytesIO()
    parquet.write_table(table, stream)
    return stream.getvalue()


FORMATS = {
    "csv": FileFormat("csv", "text/csv; charset=utf-8", as_csv),
    "xlsx": FileFormat("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "parquet": FileFormat("parquet", "application/vnd.apache.parquet", as_parquet),
}
