"""The one place that decides which contact repeats another, against the rule written out by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aisance.indicators.contracts import Asked
from aisance.indicators.readings import repeats

pytestmark = pytest.mark.sqlite_only

BEGIN = datetime(2026, 3, 20, tzinfo=UTC)  # with the night of 29 March, when clocks skip an hour, among the days
WEEK = 7 * 86_400
MATTERS = ((1, (1, 3)), (2, (2,)))
CONTACTS = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.integers(1, 4),
        st.sampled_from([0, 1, 86_400, WEEK - 1, WEEK, WEEK + 1, 2 * WEEK]),
        st.integers(0, 3),
    ),
    min_size=20,
    max_size=80,
)


def rows_of(contacts: list[tuple[int, int, int, int]]) -> list[dict[str, Any]]:
    rows = []
    for number, (customer, reason, seconds, days) in enumerate(contacts):
        at = BEGIN + timedelta(seconds=seconds, days=days)
        rows.append(
            {
                "id": number,
                "customer_id": customer,
                "reason_id": reason,
                "started_at": at.replace(tzinfo=None),
                "direction": "inbound",
                "outcome": "answered",
            }
        )
    return rows


def by_hand(rows: list[dict[str, Any]]) -> dict[int, float]:
    """A contact repeats another where the same customer had one of the same matter at most seven days before."""
    matter_of = {reason: matter for matter, reasons in MATTERS for reason in reasons}
    found = {}
    for row in rows:
        if row["reason_id"] in matter_of:
            before = [
                other
                for other in rows
                if (other["started_at"], other["id"]) < (row["started_at"], row["id"])
                and other["customer_id"] == row["customer_id"]
                and matter_of.get(other["reason_id"]) == matter_of[row["reason_id"]]
                and row["started_at"] - other["started_at"] <= timedelta(seconds=WEEK)
            ]
            found[row["id"]] = 1.0 if before else 0.0
    return found


@settings(max_examples=6)  # each asks the engine, so each is large
@given(CONTACTS)
def test_a_repeat_is_what_the_rule_says(contacts: list[tuple[int, int, int, int]]) -> None:
    import ibis
    import pyarrow

    rows = rows_of(contacts)
    reading = repeats("repeat_contacts", Asked(), (None, None), MATTERS)
    assert reading.prepare is not None
    prepared = reading.prepare(ibis.memtable(pyarrow.Table.from_pylist(rows)))

    read = ibis.duckdb.connect().to_pyarrow(prepared.select("id", v=reading.value(prepared))).to_pydict()

    assert dict(zip(read["id"], read["v"], strict=True)) == by_hand(rows)
