"""The themes in force: their codes and names."""

from collections.abc import Mapping

from aisance.core.translated import translated
from aisance.verbatims.codebook.queries import book_in_force


def theme_codes() -> tuple[str, ...]:
    """The codes of the book in force, in its order."""
    return tuple(theme.code for theme in book_in_force().themes)


def theme_names() -> dict[str, str]:
    """The title of each theme in the reader's language, by its code."""
    return {theme.code: translated(theme.title) for theme in book_in_force().themes}


def full_name(code: str, names: Mapping[str, str]) -> str:
    """A theme with those above it: Reaching us · Waiting."""
    path = code.split(".")
    return " · ".join(names.get(".".join(path[: depth + 1]), part) for depth, part in enumerate(path))
