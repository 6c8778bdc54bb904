"""What themes weigh, what goes with a score, what emerges: exact numbers."""

from math import isclose, nan

import numpy as np
import pytest

from aisance.verbatims.telling.emerging import Body, emerging
from aisance.verbatims.telling.shares import discoveries, move, share
from aisance.verbatims.telling.weighing import FEWEST, impacts, irritants, reserves

pytestmark = pytest.mark.sqlite_only


def drawn(seed: int = 7, n: int = 4_000) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Texts whose v falls by .5 where theme 0 is complained of, rises by .4 where theme 1 is praised."""
    rng = np.random.default_rng(seed)
    told = rng.random((n, 3)) < (0.4, 0.2, 0.1)
    bad = told & (rng.random((n, 3)) < (0.8, 0.6, 0.5))
    good = told & ~bad & (rng.random((n, 3)) < 0.9)
    mean = 0.2 - 0.5 * bad[:, 0] + 0.4 * good[:, 1]
    v = np.where(rng.random(n) < (1 + mean) / 2, 1.0, -1.0)
    return bad, good, told, v


def test_the_parts_of_themes_add_up_to_the_mean() -> None:
    bad, good, told, v = drawn()
    v[:100] = nan

    found = impacts(bad, good, told, v)

    assert found is not None
    assert found.n == 3_900
    parts = sum(one.impact.value or 0.0 for one in found.themes)
    assert isclose(found.baseline + parts, found.mean, abs_tol=1e-9)
    assert isclose(found.mean, float(np.nanmean(v)), abs_tol=1e-12)


def test_themes_that_are_always_told_together_still_add_up() -> None:
    bad, good, told, v = drawn()
    bad, good, told = (np.column_stack([table, table[:, 0]]) for table in (bad, good, told))

    found = impacts(bad, good, told, v)

    assert found is not None
    assert isclose(found.baseline + sum(one.impact.value or 0.0 for one in found.themes), found.mean, abs_tol=1e-9)


def test_what_was_planted_is_found_within_its_interval() -> None:
    found = impacts(*drawn())

    assert found is not None
    by_theme = {one.theme: one for one in found.themes}
    penalty, reward = by_theme[0].penalty, by_theme[1].reward
    assert penalty.low is not None
    assert penalty.high is not None
    assert penalty.low < -0.5 < penalty.high
    assert reward.low is not None
    assert reward.high is not None
    assert reward.low < 0.4 < reward.high
    nothing = by_theme[2].impact
    assert nothing.low is not None
    assert nothing.high is not None
    assert nothing.low < 0 < nothing.high


def test_the_intervals_of_parts_are_those_of_a_bootstrap() -> None:
    bad, good, told, v = drawn(n=1_500)
    whole = impacts(bad, good, told, v)
    rng = np.random.default_rng(11)
    drawings = []
    for _ in range(200):
        rows = rng.integers(0, len(v), len(v))
        again = impacts(bad[rows], good[rows], told[rows], v[rows])
        assert again is not None
        drawings.append({one.theme: one.impact.value for one in again.themes})

    assert whole is not None
    for one in whole.themes:
        spread = float(np.std([drawing[one.theme] for drawing in drawings]))
        assert one.impact.low is not None
        assert one.impact.high is not None
        assert isclose((one.impact.high - one.impact.low) / 3.92, spread, rel_tol=0.2)


def test_too_few_scores_say_nothing() -> None:
    bad, good, told, v = (table[: 3 * FEWEST - 1] for table in drawn())

    assert impacts(bad, good, told, v) is None


def test_an_irritant_weighs_by_frequency_severity_and_cost() -> None:
    n = 200
    bad = np.zeros((n, 2), dtype=bool)
    bad[:50, 0] = True
    v = np.where(np.arange(n) < 50, -1.0, 1.0)
    seconds = np.where(np.arange(n) < 50, 600.0, 200.0)

    [one] = irritants(bad, v, seconds)

    # A quarter of texts; scores of -1 against a mean of .5: half of 1.5; 600 s against a mean of 300 s.
    assert (one.theme, one.texts, one.frequency, one.severity, one.cost) == (0, 50, 0.25, 0.75, 2.0)
    assert one.weight.value == pytest.approx(375.0)
    assert one.weight.low is not None
    assert one.weight.high is not None
    assert one.weight.low < 375 < one.weight.high


def test_a_cost_that_is_not_known_counts_as_one() -> None:
    bad = np.zeros((40, 1), dtype=bool)
    bad[:20] = True
    v = np.where(bad[:, 0], -1.0, 1.0)

    [one] = irritants(bad, v, np.full(40, nan))

    assert one.cost is None
    assert one.weight.value == pytest.approx(1_000 * 0.5 * 0.5)


def test_the_interval_of_a_weight_is_that_of_a_bootstrap() -> None:
    bad, _good, _told, v = drawn(n=1_500)
    seconds = np.random.default_rng(3).exponential(300.0, len(v)) * (1 + bad[:, 0])
    whole = next(one for one in irritants(bad, v, seconds) if one.theme == 0)
    rng = np.random.default_rng(5)
    weights = []
    for _ in range(200):
        rows = rng.integers(0, len(v), len(v))
        again = next(one for one in irritants(bad[rows], v[rows], seconds[rows]) if one.theme == 0)
        weights.append(again.weight.value or 0.0)

    assert whole.weight.low is not None
    assert whole.weight.high is not None
    assert isclose((whole.weight.high - whole.weight.low) / 3.92, float(np.std(weights)), rel_tol=0.2)


def test_a_reserve_of_delight_is_what_praise_lifts_and_is_badly_seen() -> None:
    bad, good, told, v = drawn()
    model = impacts(bad, good, told, v)

    assert model is not None
    found = reserves(model, bad, good, told)

    assert [one.theme for one in found] == [1]
    [one] = found
    reward, penalty = one.reward.value or 0.0, one.penalty.value or 0.0
    praised, complained = good[:, 1].sum(), bad[:, 1].sum()
    assert one.gain == pytest.approx((told[:, 1].sum() - praised) / 4_000 * reward - complained / 4_000 * penalty)


def test_a_word_that_grows_within_a_source_emerges() -> None:
    now = {"phone": Body(200, {"panne": 40, "facture": 50}), "chat": Body(100, {"facture": 26})}
    before = {"phone": Body(600, {"panne": 12, "facture": 150}), "chat": Body(300, {"facture": 75})}

    [term] = emerging(now, before)

    assert (term.word, term.now, term.before) == ("panne", 40, 12)
    assert term.low > 1


def test_a_source_that_begins_brings_no_new_words() -> None:
    now = {"phone": Body(300, {"facture": 60}), "chat": Body(300, {"robot": 250})}
    before = {"phone": Body(900, {"facture": 180})}

    assert emerging(now, before) == []


def test_a_mix_of_sources_that_moves_is_no_new_subject() -> None:
    now = {"phone": Body(100, {"attente": 50}), "chat": Body(900, {"robot": 450})}
    before = {"phone": Body(900, {"attente": 450}), "chat": Body(100, {"robot": 50})}

    assert emerging(now, before) == []


def test_nothing_emerges_of_nothing() -> None:
    assert emerging({}, {}) == []
    assert emerging({"a": Body(0, {})}, {"a": Body(0, {})}) == []


def test_discoveries_keep_the_rate_of_false_ones() -> None:
    assert discoveries([]) == []
    assert discoveries([0.04, 0.9]) == [False, False]
    assert discoveries([0.01, 0.02, 0.03, 0.04]) == [True] * 4


def test_no_texts_before_is_no_move() -> None:
    assert move(share(1, 2), share(0, 0)).value is None
    assert share(0, 0).value is None
