import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aisance.lake import rules

pytestmark = pytest.mark.sqlite_only


def test_the_examples_in_the_rules_hold() -> None:
    found = doctest.testmod(rules)

    assert (found.failed, found.attempted) == (0, 4)


@given(st.lists(st.integers(1, 400_000), max_size=80))
def test_merging_ends_and_leaves_few_small_files(rows: list[int]) -> None:
    total = sum(rows)
    for _ in range(len(rows) + 1):
        chosen = rules.files_to_merge(rows)
        if not chosen:
            break
        rows = [count for place, count in enumerate(rows) if place not in chosen] + [sum(rows[p] for p in chosen)]

    assert rules.files_to_merge(rows) == []
    assert sum(rows) == total
    assert sum(rules.tier(count) < 3 for count in rows) <= 45
