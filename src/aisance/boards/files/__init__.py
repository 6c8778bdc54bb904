"""Figures of a part, or of two selections, as a sheet with n, value, bounds, definition, selection; the time line."""

from aisance.boards.files.happenings import sheet_of_marks
from aisance.boards.files.sheets import sheet_of, sheet_of_sides

__all__ = ["sheet_of", "sheet_of_marks", "sheet_of_sides"]
