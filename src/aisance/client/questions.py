"""From what an analyst writes in Python to the words of the API. The server checks them, and says what is possible."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from aisance.client.problems import AisanceError

type Day = date | str
type Several = str | Sequence[str]
type Filters = Mapping[str, Several]
type Period = str | tuple[Day, Day]

# A filter of such a name would ask for something else than a filter.
NO_FILTERS = {"by", "from", "to", "compare", "against", "adjust", "within", "days", "weighting", "cluster"}
NO_FILTERS |= {"population", "version", "precision", "change"}


def words(
    *,
    by: Several = (),
    start: Day | None = None,
    end: Day | None = None,
    compare: Period | None = None,
    where: Filters | None = None,
    against: Filters | None = None,
    **others: str | int | None,
) -> dict[str, list[str]]:
    """What stands in the address.

    >>> words(by=["channel"], start="2026-11-01", where={"unit": "lille"}, compare=("2025-11-01", "2025-11-30"))
    {'by': ['channel'], 'from': ['2026-11-01'], 'compare': ['2025-11-01..2025-11-30'], 'unit': ['lille']}
    """
    said = {
        "by": listed("by", by),
        "from": [day("start", start)] if start else [],
        "to": [day("end", end)] if end else [],
        "compare": [_period(compare)] if compare else [],
        "against": [f"{name}:{code}" for name, codes in _filters("against", against) for code in codes],
        **{name: [str(value)] for name, value in others.items() if value is not None},
        **dict(_filters("where", where)),
    }
    return {name: values for name, values in said.items() if values}


def listed(field: str, value: Several) -> list[str]:
    """One word or several, as a list."""
    values = [value] if isinstance(value, str) else list(value)
    if not all(isinstance(one, str) for one in values):
        raise AisanceError(f"{field}: a word or a list of words is expected.", field=field, value=repr(value))
    return values


def day(field: str, value: Day) -> str:
    """A day as 2026-11-22, from a date, a moment or a text."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    raise AisanceError(f"{field}: a day such as 2026-11-22 is expected.", field=field, value=repr(value))


def _period(value: Period) -> str:
    if isinstance(value, str):
        return value
    try:
        first, last = value
    except (TypeError, ValueError):
        message = "compare: “previous” or a pair of days is expected."
        raise AisanceError(message, field="compare", value=repr(value)) from None
    return f"{day('compare', first)}..{day('compare', last)}"


def _filters(field: str, given: Filters | None) -> list[tuple[str, list[str]]]:
    found = [(name, listed(name, codes)) for name, codes in (given or {}).items()]
    for name, codes in found:
        if name in NO_FILTERS:
            raise AisanceError(f"{field}: “{name}” is no filter.", field=field, value=name)
        if not codes:
            # An empty list would ask for everything, where none was meant.
            raise AisanceError(f"{field}: no {name} is given.", field=field, value=name)
    return found
