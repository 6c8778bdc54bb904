"""Which values were found to be nobody's own."""

from collections.abc import Collection

from aisance.core.bulk import rows_among
from aisance.customers.models import PlaceholderValue

type Key = tuple[str, str]

_FOUND = f"SELECT kind, value FROM {PlaceholderValue._meta.db_table} WHERE NOT kept AND value"  # noqa: S608  names of ours


def nobodys_keys(keys: Collection[Key]) -> set[Key]:
    """Those of the keys whose values were found to be nobody's own."""
    if not keys:
        return set()
    return {(kind, value) for kind, value in rows_among(_FOUND, {value for _kind, value in keys})} & set(keys)
