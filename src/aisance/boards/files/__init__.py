"""The figures of a part, or of two selections, as a sheet: all with n, value, bounds, definition and selection."""

from aisance.boards.files.sheets import sheet_of, sheet_of_sides

__all__ = ["sheet_of", "sheet_of_sides"]
