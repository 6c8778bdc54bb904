"""Mix against rate: adds up whatever the cells, tells planted stories, and its intervals hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aisance.indicators.statistics import Difference
from aisance.indicators.statistics.decomposition import NOTHING_TO_EXPLAIN, Part, explain, folded
from aisance.indicators.statistics.weighted import Weighted, weighted_sums

pytestmark = pytest.mark.sqlite_only

answers = st.lists(st.tuples(st.sampled_from([-1.0, 0.0, 1.0]), st.floats(0.1, 5)), min_size=1, max_size=8)
periods = st.dictionaries(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), answers, min_size=1)


def cells(period: dict[tuple[str, str], list[tuple[float, float]]]) -> dict[tuple[str, str], Weighted]:
    return {key: weighted_sums(*map(list, zip(*some, strict=True))) for key, some in period.items()}


def net(n: int, bad: int, good: int) -> Weighted:
    return Weighted(n, n, good - bad, good + bad, n, good - bad, good + bad)


def by_key(parts: list[Part]) -> dict[object, Part]:
    return {part.key: part for part in parts}


@given(periods, periods)
@settings(max_examples=30)
def test_parts_add_up_to_the_difference_in_every_split(
    before: dict[tuple[str, str], list[tuple[float, float]]], after: dict[tuple[str, str], list[tuple[float, float]]]
) -> None:
    joint = explain(cells(before), cells(after))
    assert joint.difference is not None
    for parts in (
        joint.parts,
        folded(joint.parts, 0),
        folded(joint.parts, (1, 0)),
        explain(cells(before), cells(after), keep=1).parts,
    ):
        assert sum(part.mix + part.rate for part in parts) == pytest.approx(joint.difference, abs=1e-12)
        assert sum(part.weight_before for part in parts) == pytest.approx(1)
        assert sum(part.weight_after for part in parts) == pytest.approx(1)
    assert (joint.mix or 0) + (joint.rate or 0) == pytest.approx(joint.difference, abs=1e-12)


@given(periods, periods)
@settings(max_examples=30)
def test_the_way_back_has_the_opposite_parts(
    before: dict[tuple[str, str], list[tuple[float, float]]], after: dict[tuple[str, str], list[tuple[float, float]]]
) -> None:
    there, back = (
        by_key(explain(cells(before), cells(after)).parts),
        by_key(explain(cells(after), cells(before)).parts),
    )

    for key, part in there.items():
        assert part.mix == pytest.approx(-back[key].mix, abs=1e-12)
        assert part.rate == pytest.approx(-back[key].rate, abs=1e-12)
        assert part.mix_high - part.mix_low == pytest.approx(back[key].mix_high - back[key].mix_low, abs=1e-9)


@given(periods, periods)
@settings(max_examples=30)
def test_folding_gives_the_contributions_that_keeping_gives(
    before: dict[tuple[str, str], list[tuple[float, float]]], after: dict[tuple[str, str], list[tuple[float, float]]]
) -> None:
    kept = by_key(explain(cells(before), cells(after), keep=0).parts)

    for part in folded(explain(cells(before), cells(after)).parts, 0):
        assert (part.mix, part.rate) == pytest.approx((kept[part.key].mix, kept[part.key].rate), abs=1e-12)
        assert part.value_before == pytest.approx(kept[part.key].value_before)


def test_a_move_of_the_mix_is_all_mix() -> None:
    story = explain(
        {"phone": net(600, 240, 180), "chat": net(400, 40, 280)},
        {"phone": net(800, 320, 240), "chat": net(200, 20, 140)},
    )

    assert story.moved
    assert story.difference == pytest.approx(-0.14)
    assert story.mix == pytest.approx(-0.14)
    assert story.rate == pytest.approx(0, abs=1e-12)
    assert (story.mix_high or 0) < 0
    assert [part.key for part in story.parts] == ["chat", "phone"]


def test_a_step_that_got_worse_is_all_rate_and_comes_first() -> None:
    before = {"bill": net(300, 30, 180), "move": net(700, 70, 420)}
    story = explain(before, {"bill": net(300, 120, 90), "move": net(700, 70, 420)})

    assert story.moved
    assert story.mix == pytest.approx(0, abs=1e-12)
    first = story.parts[0]
    assert (first.key, first.value_before, first.value_after) == ("bill", 0.5, -0.1)
    assert first.rate == pytest.approx(-0.18)
    assert first.rate_high < 0


def test_a_cell_that_appears_is_all_mix_and_has_no_value_before() -> None:
    story = explain({"phone": net(500, 100, 300)}, {"phone": net(400, 80, 240), "chat": net(100, 0, 100)})

    chat = by_key(story.parts)["chat"]
    assert (chat.rate, chat.weight_before, chat.value_before, chat.value_after) == (0, 0, None, 1)
    assert (chat.rate_low, chat.rate_high) == (0, 0)
    assert chat.mix > 0
    assert story.difference == pytest.approx(0.12)


def test_a_period_without_answers_has_nothing_to_explain() -> None:
    assert explain({}, {"phone": net(5, 1, 2)}) == NOTHING_TO_EXPLAIN
    assert explain({"phone": net(5, 1, 2)}, {"phone": net(0, 0, 0)}) == NOTHING_TO_EXPLAIN


def test_chance_alone_has_not_moved_and_a_test_given_decides() -> None:
    before, after = {"phone": net(100, 20, 50)}, {"phone": net(100, 21, 49)}

    assert not explain(before, after).moved
    told = explain(before, after, tested=Difference(-0.03, -0.01, 0.001))
    assert (told.moved, told.low, told.p_value) == (True, -0.03, 0.001)


def drawn(chance: np.random.Generator, n: int, weights: list[float], laws: np.ndarray) -> dict[int, Weighted]:
    found = {}
    for cell, count in enumerate(chance.multinomial(n, weights).tolist()):
        if count:
            bad, _, good = chance.multinomial(count, laws[cell]).tolist()
            found[cell] = net(count, bad, good)
    return found


@pytest.mark.parametrize("n", [60, 400])
def test_intervals_of_mix_and_rate_hold_the_truth(n: int) -> None:
    chance = np.random.default_rng(6)
    p0, p1 = np.array([0.3, 0.25, 0.2, 0.15, 0.1]), np.array([0.2, 0.25, 0.25, 0.2, 0.1])
    laws = chance.dirichlet([3, 3, 6], 5)
    later = laws.copy()
    later[2] = [0.5, 0.3, 0.2]
    m0, m1 = laws @ [-1, 0, 1], later @ [-1, 0, 1]
    mix, rate = (p1 - p0) * ((m0 + m1) / 2 - (p0 @ m0 + p1 @ m1) / 2), (p0 + p1) / 2 * (m1 - m0)
    held = []
    for _ in range(300):
        story = explain(drawn(chance, n, p0.tolist(), laws), drawn(chance, n, p1.tolist(), later))
        held += [(part.mix_low <= mix[part.key] <= part.mix_high) for part in story.parts]
        held += [(part.rate_low <= rate[part.key] <= part.rate_high) for part in story.parts]

    assert 0.935 < np.mean(held) < 0.99
