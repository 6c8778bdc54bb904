"""Tables that leave as files: CSV, XLSX and Parquet, typed, with what they are said inside."""

from aisance.ui.sheets.shapes import Column, Kind, Sheet
from aisance.ui.sheets.taking import Wanted, attached, wanted
from aisance.ui.sheets.writers import FORMATS, FileFormat

__all__ = ["FORMATS", "Column", "FileFormat", "Kind", "Sheet", "Wanted", "attached", "wanted"]
