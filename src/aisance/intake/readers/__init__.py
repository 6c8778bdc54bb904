"""Readers of files: each gives a header and rows of text, streamed, with the row's number as a spreadsheet shows it."""

from pathlib import Path

from django.utils.translation import gettext as _

from aisance.intake.contracts import WrongUse
from aisance.intake.readers.columnar import ParquetTable
from aisance.intake.readers.spreadsheet import Workbook
from aisance.intake.readers.table import Layout, Row, Table
from aisance.intake.readers.text import TextTable

KINDS: dict[str, type[Table]] = {
    ".csv": TextTable,
    ".tsv": TextTable,
    ".tab": TextTable,
    ".txt": TextTable,
    ".xlsx": Workbook,
    ".parquet": ParquetTable,
}

__all__ = ["Layout", "Row", "Table", "open_table"]


def open_table(path: Path, layout: Layout) -> Table:
    """Open a file and read its header. Raises WrongUse where that cannot be; close the table when done."""
    if path.is_dir():
        raise WrongUse(_("%(path)s is a folder, not a file.") % {"path": path})
    if not path.exists():
        raise WrongUse(_("There is no file %(path)s.") % {"path": path})
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        known = ", ".join(KINDS)
        raise WrongUse(
            _("%(path)s: the end of its name says what a file is; expected one of %(known)s.")
            % {"path": path, "known": known}
        )
    try:
        table = kind(path, layout)
    except OSError as problem:
        raise WrongUse(
            _("%(path)s cannot be read: %(why)s.") % {"path": path, "why": problem.strerror or problem}
        ) from problem
    try:
        _check(path, table.header)
    except WrongUse:
        table.close()
        raise
    return table


def _check(path: Path, header: list[str]) -> None:
    doubles = sorted({name for name in header if header.count(name) > 1})
    if doubles:
        raise WrongUse(
            _("%(path)s: the header names a column twice: %(names)s.") % {"path": path, "names": ", ".join(doubles)}
        )
