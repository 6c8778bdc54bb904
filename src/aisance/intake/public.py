"""The front door of the intake: what kinds of files there are, and the import itself."""

from aisance.intake.contracts import ImportKind
from aisance.intake.engine import Progress, import_file
from aisance.intake.looking import Look, bound, look_into, rows_read
from aisance.intake.mapping import FileMapping, mapping_of
from aisance.intake.wording import as_json, columns_as_json, no_such_import, required_word, summary

_kinds: dict[str, ImportKind] = {}


def offer(kind: ImportKind) -> ImportKind:
    """Add a kind of import; called at start by a domain's `importing.py`."""
    _kinds[kind.name] = kind
    return kind


def kinds() -> dict[str, ImportKind]:
    """Every kind of import by name."""
    return dict(_kinds)


__all__ = [
    "FileMapping",
    "Look",
    "Progress",
    "as_json",
    "bound",
    "columns_as_json",
    "import_file",
    "kinds",
    "look_into",
    "mapping_of",
    "no_such_import",
    "offer",
    "required_word",
    "rows_read",
    "summary",
]
