"""What words and indicators both reckon is reckoned alike."""

import pytest

from aisance.indicators.registry import BUILT_IN
from aisance.indicators.statistics import Sums, share_difference
from aisance.verbatims.telling.scores import CUTS, group_of
from aisance.verbatims.telling.shares import move, share

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize(("now", "before"), [((56, 70), (48, 80)), ((0, 20), (3, 9)), ((9, 9), (0, 4))])
def test_a_move_of_a_share_is_that_of_the_indicators(now: tuple[int, int], before: tuple[int, int]) -> None:
    found = move(share(*now), share(*before))
    theirs = share_difference(Sums(now[1], now[0], now[0]), Sums(before[1], before[0], before[0]))

    assert found.low == pytest.approx(theirs.low, abs=1e-12)
    assert found.high == pytest.approx(theirs.high, abs=1e-12)


def test_scores_are_high_and_low_where_the_indicators_say_so() -> None:
    net = [entry for entry in BUILT_IN.values() if entry.unit == "points" and len(entry.parts) == 1]
    checked = set()
    for entry in net:
        [part] = entry.parts
        if part.scale in CUTS:
            checked.add(part.scale)
            assert {score: group_of(part.scale, score) for score in part.values} == part.values
    assert checked == {"net_easy_7", "net_easy_5", "nps_11", "ces_7", "ces_5", "ces_10"}
