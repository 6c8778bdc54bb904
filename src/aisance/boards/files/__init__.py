"""The figures of a part as a sheet, all with n, value, bounds, definition and selection."""

from aisance.boards.files.sheets import sheet_of

__all__ = ["sheet_of"]
