"""What of the reports by team may be shown. Pure functions."""

from collections.abc import Mapping

LEAST_REPORTS = 5
"""Reports without a name are counted by team only from so many on."""


def counts_shown(named: Mapping[str, int], unnamed: Mapping[str, int]) -> dict[str, int | None]:
    """How many reports each team made; null where reports without a name are too few to be told of a team.

    >>> counts_shown({"a": 3, "b": 1}, {"b": 4, "c": 5})
    {'a': 3, 'b': None, 'c': 5}
    """
    found: dict[str, int | None] = {}
    for team in sorted({*named, *unnamed}):
        hidden = 0 < unnamed.get(team, 0) < LEAST_REPORTS
        found[team] = None if hidden else named.get(team, 0) + unnamed.get(team, 0)
    return found
