"""The front door of verbatims."""

from aisance.verbatims.codebook.queries import book_in_force
from aisance.verbatims.codebook.services import save_theme
from aisance.verbatims.reading_of import read_of
from aisance.verbatims.telling.told import themes_told
from aisance.verbatims.wording import theme_names

__all__ = ["book_in_force", "read_of", "save_theme", "theme_names", "themes_told"]
