"""Weights to declared shares: what they must reach, what they cost, what cannot be reached."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from aisance.indicators.statistics.weighting import (
    WeightingError,
    WeightingProblem,
    post_stratify,
    rake,
    trim,
    weight_report,
)

pytestmark = pytest.mark.sqlite_only

type Table = dict[tuple[str, ...], float]

CHANNELS, REGIONS = ("chat", "phone", "web"), ("east", "north", "south", "west")

counts = st.lists(st.integers(1, 60), min_size=12, max_size=12)
shares = st.lists(st.floats(0.5, 5), min_size=7, max_size=7)


def problem(n: list[int], share: list[float]) -> tuple[Table, list[dict[str, float]]]:
    table: Table = {(c, r): float(n[4 * i + j]) for i, c in enumerate(CHANNELS) for j, r in enumerate(REGIONS)}
    margins = [dict(zip(CHANNELS, share, strict=False)), dict(zip(REGIONS, share[3:], strict=True))]
    return table, [{code: amount / sum(margin.values()) for code, amount in margin.items()} for margin in margins]


def reached(table: Table, weights: Table, place: int, code: str) -> float:
    return sum(table[cell] * weight for cell, weight in weights.items() if cell[place] == code) / sum(table.values())


def test_one_dimension_is_post_stratified() -> None:
    weights = post_stratify({"phone": 80, "chat": 15, "web": 5}, {"phone": 0.5, "chat": 0.3, "web": 0.2})

    assert weights == pytest.approx({"phone": 0.625, "chat": 2.0, "web": 4.0})
    raked = rake({("phone",): 80, ("chat",): 15, ("web",): 5}, [{"phone": 0.5, "chat": 0.3, "web": 0.2}])
    assert raked == pytest.approx({(code,): weight for code, weight in weights.items()})


@given(counts, shares)
@settings(max_examples=30)
def test_raked_weights_reach_every_target_and_average_one(n: list[int], share: list[float]) -> None:
    table, margins = problem(n, share)
    weights = rake(table, margins)

    for place, margin in enumerate(margins):
        for code, wanted in margin.items():
            assert reached(table, weights, place, code) == pytest.approx(wanted, abs=1e-9)
    assert sum(table[cell] * weights[cell] for cell in table) == pytest.approx(sum(table.values()))


@given(counts, shares)
@settings(max_examples=25)
def test_raked_weights_are_a_product_of_one_factor_a_category(n: list[int], share: list[float]) -> None:
    table, margins = problem(n, share)
    weights = rake(table, margins)

    for one, other in pairwise(CHANNELS):
        ratios = [weights[one, region] / weights[other, region] for region in REGIONS]
        assert ratios == pytest.approx([ratios[0]] * 4, rel=1e-6)


def test_targets_met_already_change_nothing() -> None:
    assert rake({("a", "x"): 30, ("b", "y"): 70}, [{"a": 0.3, "b": 0.7}, {"x": 0.3, "y": 0.7}]) == {
        ("a", "x"): 1.0,
        ("b", "y"): 1.0,
    }


def test_empty_cells_and_categories_nobody_wants_are_left_out() -> None:
    weights = rake({("a",): 10, ("b",): 10, ("c",): 0}, [{"a": 0.25, "b": 0.75, "c": 0.0}])

    assert weights == pytest.approx({("a",): 0.5, ("b",): 1.5})


@pytest.mark.parametrize(
    ("targets", "kind", "code"),
    [
        ({"a": 0.5, "b": 0.6}, WeightingProblem.TARGET_SUM, None),
        ({"a": 1.2, "b": -0.2}, WeightingProblem.TARGET_SHARE, "b"),
        ({"a": float("nan"), "b": 0.5}, WeightingProblem.TARGET_SHARE, "a"),
        ({"a": 0.5, "b": 0.3, "c": 0.2}, WeightingProblem.NO_RESPONDENTS, "c"),
        ({"a": 1.0}, WeightingProblem.NO_TARGET, "b"),
        ({"a": 1.0, "b": 0.0}, WeightingProblem.NO_TARGET, "b"),
    ],
)
def test_a_target_that_cannot_be_reached_names_what_is_wrong(
    targets: dict[str, float], kind: WeightingProblem, code: str | None
) -> None:
    with pytest.raises(WeightingError) as problem:
        rake({("x", "a"): 5, ("x", "b"): 5}, [{"x": 1.0}, targets])

    assert (problem.value.kind, problem.value.code, problem.value.dimension) == (kind, code, 1)
    with pytest.raises(WeightingError) as problem:
        post_stratify({"a": 5, "b": 5}, targets)
    assert (problem.value.kind, problem.value.code) == (kind, code)


def test_targets_that_contradict_each_other_do_not_converge() -> None:
    with pytest.raises(WeightingError) as problem:
        rake({("a", "x"): 5, ("b", "y"): 5}, [{"a": 0.5, "b": 0.5}, {"x": 0.7, "y": 0.3}])

    assert problem.value.kind == WeightingProblem.NO_CONVERGENCE
    assert abs(problem.value.amount or 0) == pytest.approx(0.2)


def test_nobody_can_be_weighed_to_anything() -> None:
    with pytest.raises(WeightingError) as problem:
        rake({}, [{"a": 1.0}])
    assert problem.value.kind == WeightingProblem.NO_RESPONDENTS
    with pytest.raises(ValueError, match="nobody to weigh"):
        weight_report({}, {})


def test_trimmed_weights_keep_to_their_limits_and_still_reach_the_targets() -> None:
    table: Table = {("a", "x"): 60, ("a", "y"): 20, ("b", "x"): 15, ("b", "y"): 5}
    margins = [{"a": 0.6, "b": 0.4}, {"x": 0.5, "y": 0.5}]

    plain, trimmed = rake(table, margins), trim(table, margins, 0.3, 2.8)

    assert max(plain.values()) > 3.5
    assert max(trimmed.values()) <= 2.8
    assert min(trimmed.values()) >= 0.3
    assert reached(table, trimmed, 0, "b") == pytest.approx(0.4, abs=1e-6)
    assert reached(table, trimmed, 1, "y") == pytest.approx(0.5, abs=1e-6)


def test_limits_that_leave_no_way_name_the_category_furthest_off() -> None:
    with pytest.raises(WeightingError) as problem:
        trim({("a",): 90, ("b",): 10}, [{"a": 0.5, "b": 0.5}], 0.2, 3.0)

    assert (problem.value.kind, problem.value.code) == (WeightingProblem.LIMITS, "b")
    assert problem.value.amount == pytest.approx(-0.2)
    with pytest.raises(ValueError, match="average 1"):
        trim({("a",): 1}, [{"a": 1.0}], 1.5, 2.0)


def test_trimming_finds_a_way_wherever_there_is_one() -> None:
    chance = np.random.default_rng(4)
    for _ in range(20):
        table, margins = problem(chance.integers(1, 30, 12).tolist(), chance.uniform(0.3, 2, 7).tolist())
        high = chance.uniform(1.2, 3)
        rows = [
            ([n * (cell[place] == code) for cell, n in table.items()], wanted * sum(table.values()))
            for place, margin in enumerate(margins)
            for code, wanted in margin.items()
        ]
        there_is = linprog(
            np.zeros(12), A_eq=[row for row, _ in rows], b_eq=[wanted for _, wanted in rows], bounds=(0.4, high)
        )
        try:
            trim(table, margins, 0.4, high)
            found = True
        except WeightingError:
            found = False
        assert found == (there_is.status == 0)


def test_the_report_says_what_weights_cost() -> None:
    report = weight_report({("a",): 80, ("b",): 20, ("c",): 0}, {("a",): 0.625, ("b",): 2.5})

    assert (report.n, report.design_effect, report.effective_n) == pytest.approx((100, 1.5625, 64))
    assert (report.smallest, report.largest) == (0.625, 2.5)
