"""The front door of verbatims."""

from aisance.verbatims.codebook.queries import book_in_force
from aisance.verbatims.codebook.services import save_theme
from aisance.verbatims.reading_of import read_of
from aisance.verbatims.services import read_waiting
from aisance.verbatims.telling.contradictions import take_up
from aisance.verbatims.telling.themes import theme_names
from aisance.verbatims.telling.told import themes_told

__all__ = ["book_in_force", "read_of", "read_waiting", "save_theme", "take_up", "theme_names", "themes_told"]
