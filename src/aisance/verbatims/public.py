"""The front door of verbatims."""

from aisance.verbatims.reading_of import read_of
from aisance.verbatims.telling.told import themes_told
from aisance.verbatims.wording import theme_names

__all__ = ["read_of", "theme_names", "themes_told"]
