"""The figures of a part as files: CSV, XLSX and Parquet, all with n, value, bounds, definition and selection."""

from aisance.boards.files.sheets import Sheet, sheet_of
from aisance.boards.files.writers import FORMATS, FileFormat

__all__ = ["FORMATS", "FileFormat", "Sheet", "sheet_of"]
