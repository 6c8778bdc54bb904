"""Which values were found to be nobody's own."""

from collections.abc import Collection

from aisance.core.bulk import rows_among
from aisance.customers.identity.words import PHONE_DIGITS
from aisance.customers.models import PlaceholderValue

type Key = tuple[str, str]

_FOUND = f"SELECT kind, value FROM {PlaceholderValue._meta.db_table} WHERE NOT kept AND value"  # noqa: S608  names of ours


def nobodys_keys(keys: Collection[Key]) -> set[Key]:
    """Those of the keys whose values were found to be nobody's own."""
    if not keys:
        return set()
    return {(kind, value) for kind, value in rows_among(_FOUND, {value for _kind, value in keys})} & set(keys)


def nobodys_values() -> dict[str, set[str]]:
    """All values found to be nobody's own, by kind, in the form in which they are compared."""
    found: dict[str, set[str]] = {}
    for kind, value in PlaceholderValue.objects.filter(kept=False).values_list("kind", "value"):
        found.setdefault(kind, set()).add(value[-PHONE_DIGITS:] if kind == "phone" else value)
    return found
