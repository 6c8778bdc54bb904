"""Weights, clusters and prepared rows, against the same sums made by hand in Python."""

from collections import defaultdict
from datetime import date
from math import isclose
from typing import Any

import ibis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aisance.lake import public
from aisance.lake.contracts import Cell, ClusterSums
from aisance.lake.tests.ledger import Interaction, write

OCTOBER = date(2026, 10, 30)
NOVEMBER = date(2026, 11, 2)


def test_a_weight_given_weighs_and_rows_without_one_are_not_counted(unit: Any) -> None:
    write(unit, [NOVEMBER, NOVEMBER], wait=3)
    write(unit, [NOVEMBER], first=2, channel="chat", wait=5)
    write(unit, [NOVEMBER], first=3, channel="web", wait=7)
    public.pull()

    def weight(t: Any) -> Any:
        return t.channel.cases(("phone", 0.5), ("chat", 0.0))

    # Two of weight 1/2, one of weight 0 that still counts in n, one without a weight that does not.
    assert public.sums("ledger", value=lambda t: t.wait, weight=weight) == [Cell((), 3, 1.0, 3.0, 9.0, 0.5, 1.5, 4.5)]


def test_clusters_give_sums_of_squares_and_a_row_without_one_stands_alone(unit: Any) -> None:
    write(unit, [OCTOBER, OCTOBER], wait=2)
    write(unit, [NOVEMBER], first=2, wait=3)
    public.pull()

    def cluster(t: Any) -> Any:
        return t.mutate(person=ibis.ifelse(t.day == OCTOBER, 7, ibis.null("int64")))

    (together,) = public.sums("ledger", value=lambda t: t.wait, cluster="person", prepare=cluster)
    (apart,) = public.sums("ledger", value=lambda t: t.wait, cluster="id")

    assert together.clusters == ClusterSums(2, 16.0 + 9.0, 8.0 + 3.0, 4.0 + 1.0)
    assert apart.clusters == ClusterSums(3, 4.0 + 4.0 + 9.0, 7.0, 3.0)
    assert (together.n, together.wv, together.wv2) == (apart.n, apart.wv, apart.wv2) == (3, 7.0, 17.0)


def test_fractions_are_doubles_that_no_number_of_rows_overflows(unit: Any) -> None:
    write(unit, [NOVEMBER])
    public.pull()

    def many(t: Any) -> Any:
        return t.mutate(place=ibis.range(0, 5_000_000).unnest())

    (cell,) = public.sums("ledger", value=lambda t: t.place.cases((0, 0.0), else_=2 / 3), prepare=many)

    assert (cell.n, isclose(cell.wv2, 4_999_999 * 4 / 9)) == (5_000_000, True)


def test_no_rows_give_no_clusters(unit: Any) -> None:
    (empty,) = public.sums("ledger", value=lambda t: t.wait, cluster="unit_id")

    assert empty == Cell((), 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, ClusterSums(0, 0.0, 0.0, 0.0))


def test_rows_can_be_prepared_by_a_window(unit: Any) -> None:
    write(unit, [OCTOBER, NOVEMBER, NOVEMBER])
    write(unit, [NOVEMBER], first=3, channel="chat")
    public.pull()

    def numbered(t: Any) -> Any:
        return t.mutate(place=ibis.row_number().over(group_by=t.channel, order_by=t.id))

    cells = public.sums("ledger", value=lambda _: 1, by=["place"], prepare=numbered)

    assert [(cell.dimensions, cell.n) for cell in cells] == [((0,), 2), ((1,), 1), ((2,), 1)]


def test_rows_can_be_grouped_before_they_are_summed(unit: Any) -> None:
    write(unit, [OCTOBER, NOVEMBER, NOVEMBER])
    public.pull()

    def by_day(t: Any) -> Any:
        return t.group_by("day").aggregate(contacts=t.count())

    (cell,) = public.sums("ledger", value=lambda t: t.contacts, prepare=by_day)

    assert (cell.n, cell.wv, cell.wv2) == (2, 3.0, 5.0)


def test_unknown_columns_are_named_also_after_preparing(unit: Any) -> None:
    with pytest.raises(LookupError, match="The fact ledger has no column shop, person"):
        public.sums("ledger", value=lambda t: t.wait, by=["channel", "shop"], cluster="person")
    with pytest.raises(LookupError, match="The fact ledger has no column channel"):
        public.sums("ledger", value=lambda t: t.wait, by=["channel"], prepare=lambda t: t.select("wait"))


ROW = st.tuples(
    st.sampled_from(["phone", "chat", "web"]), st.one_of(st.none(), st.integers(0, 3)), st.integers(-20, 5000)
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROW, max_size=40))
def test_weighted_and_clustered_sums_are_those_made_by_hand(unit: Any, rows: list[tuple[str, int | None, int]]) -> None:
    Interaction.objects.all().delete()
    for place, (channel, _, _) in enumerate(rows):
        write(unit, [NOVEMBER], first=place, channel=channel)
    ids = list(Interaction.objects.order_by("id").values_list("id", flat=True))
    public.rebuild()
    persons, waits = {}, {}
    for pk, (_, person, wait) in zip(ids, rows, strict=True):
        persons[pk], waits[pk] = person, float(wait)

    def given_columns(t: Any) -> Any:
        person = ibis.literal(None, "int64")
        value = ibis.literal(None, "float64")
        for pk in ids:
            person = ibis.ifelse(t.id == pk, ibis.literal(persons[pk], "int64"), person)
            value = ibis.ifelse(t.id == pk, ibis.literal(waits[pk], "float64"), value)
        return t.mutate(person=person, given=value)

    def weight(t: Any) -> Any:
        return ibis.ifelse(t.channel == "phone", 0.25, 1.5)

    cells = public.sums(
        "ledger", value=lambda t: t.given, by=["channel"], weight=weight, cluster="person", prepare=given_columns
    )

    assert [cell.dimensions for cell in cells] == [(channel,) for channel in sorted({row[0] for row in rows})]
    for cell in cells:
        clusters: defaultdict[Any, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for place, (channel, who, wait) in enumerate(rows):
            if (channel,) == cell.dimensions:
                w = 0.25 if channel == "phone" else 1.5
                held = clusters[("alone", place) if who is None else who]
                held[0] += w * wait
                held[1] += w
        sums = clusters.values()
        assert cell.clusters is not None
        assert cell.clusters.k == len(clusters)
        assert isclose(cell.clusters.ss, sum(wv * wv for wv, _ in sums), rel_tol=1e-12, abs_tol=1e-9)
        assert isclose(cell.clusters.sw, sum(wv * w for wv, w in sums), rel_tol=1e-12, abs_tol=1e-9)
        assert isclose(cell.clusters.ww, sum(w * w for _, w in sums), rel_tol=1e-12)
