"""Of the drawn company the planted team is to verify and nobody else, though no test knows who was happy."""

from collections import Counter
from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from aisance.demo.answers import answered_before, unknown_customers
from aisance.demo.draw import ASKING_DAYS, CHANNELS, PICKY_TEAM, TEAMS, Year, draw_year, ease_scores
from aisance.indicators.asked.reading import HANDLING_CUTS, WAITING_CUTS
from aisance.indicators.asked.rules import findings
from aisance.indicators.asked.signs import by_any_kind, by_band, by_kind, by_outcome

pytestmark = pytest.mark.sqlite_only

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@cache
def the_year(seed: int) -> Year:
    return draw_year(seed, NOW)


def counted(*columns: Any) -> list[tuple[Any, ...]]:
    """The rows that the store would give: the columns, and how many."""
    return [(*row, n) for row, n in Counter(zip(*columns, strict=True)).items()]


def to_verify(seed: int, days: int) -> set[str]:
    """The teams that the tests name, from contacts of so many days and answers to the previous tool."""
    year = the_year(seed)
    lately: NDArray[np.bool_] = (NOW.timestamp() - year.ended) / 86_400 < days
    chosen = lately & (year.ended <= NOW.timestamp())
    team, out, unspoken = year.team[chosen].tolist(), unknown_customers(year)[chosen].tolist(), year.abandoned[chosen]
    channel = [CHANNELS[place] for place in year.channel[chosen]]
    gone, reason, step = unspoken.tolist(), year.reason[chosen].tolist(), year.step[chosen].tolist()
    contacts = counted(team, team, channel, gone, reason, step, out)
    handling = np.searchsorted(HANDLING_CUTS, year.handling[chosen], side="right").tolist()
    waiting = np.searchsorted(WAITING_CUTS, year.wait[chosen], side="right").tolist()
    scores = said(year, answered_before(year, seed, NOW))
    found = findings(
        {
            "any_kind": by_any_kind(contacts, scores),
            "kind": by_kind(contacts, scores),
            "handling": by_band(counted(team, channel, gone, handling, out)),
            "waiting": by_band(counted(team, channel, gone, waiting, out)),
            "outcome": by_outcome(counted(team, channel, gone, out)),
        }
    )
    return {TEAMS[one.place] for one in found if one.is_established}


def said(year: Year, rows: NDArray[np.int64]) -> list[tuple[Any, ...]]:
    scores: dict[Any, list[int]] = {}
    for row, score in zip(rows, ease_scores(year.ease[rows]), strict=True):
        key = (int(year.team[row]), CHANNELS[year.channel[row]], int(year.reason[row]), int(year.step[row]))
        scores.setdefault(key, []).append(int(score))
    return [("net_easy", "net_easy_7", *key, len(held), sum(held)) for key, held in scores.items()]


@pytest.mark.parametrize("seed", [2026, 1, 2])
def test_only_the_planted_team_is_to_verify(seed: int) -> None:
    assert to_verify(seed, ASKING_DAYS) == {PICKY_TEAM}


def test_in_four_weeks_nobody_else_is() -> None:
    """So few contacts need not be enough to find the team."""
    assert to_verify(2026, 28) <= {PICKY_TEAM}


@pytest.mark.parametrize("seed", [2026, 1])
def test_without_the_story_nobody_is(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aisance.demo.answers.unhappy_kept_away", lambda year: np.zeros(len(year.ease), dtype=bool))

    assert to_verify(seed, ASKING_DAYS) == set()
