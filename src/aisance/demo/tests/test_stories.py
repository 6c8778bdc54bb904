"""The planted stories are in what is drawn; docs/explanation/demo-company.md tells them."""

from collections import Counter
from datetime import UTC, datetime
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from aisance.demo import draw
from aisance.demo.answers import asked_here, unknown_customers
from aisance.demo.draw import BELGIAN, CHANNELS, REASONS, STEPS, TEAMS, Year, draw_year, ease_scores
from aisance.demo.minds import Mind, minds
from aisance.demo.staff import SMALL_TEAM, employee_answers
from aisance.surveys.contracts import NotAskedReason

pytestmark = pytest.mark.sqlite_only

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
SEED = 2026


@cache
def the_year() -> Year:
    return draw_year(SEED, NOW)


@cache
def their_minds() -> Mind:
    return minds(the_year(), SEED, ["fr"] * draw.CUSTOMERS)


def net_easy(rows: NDArray[np.bool_]) -> float:
    """Net Easy if every customer of these interactions answered."""
    scores = ease_scores(the_year().ease[rows])
    return float(np.mean(np.where(scores <= 2, 1, np.where(scores >= 5, -1, 0))))


def aged(first: float, last: float) -> NDArray[np.bool_]:
    """Interactions from `first` to `last` days ago."""
    age = (NOW.timestamp() - the_year().started) / 86_400
    return (age >= first) & (age < last)


def test_the_same_seed_and_moment_give_the_same_company() -> None:
    again = draw_year(SEED, NOW)

    assert np.array_equal(again.started, the_year().started)
    assert np.array_equal(again.ease, the_year().ease)


def test_the_year_ends_now_and_is_as_large_as_promised() -> None:
    year = the_year()

    assert abs(len(year.started) / draw.INTERACTIONS - 1) < 0.02
    assert year.started.max() <= NOW.timestamp()
    assert year.started.min() > NOW.timestamp() - 366 * 86_400


def test_letters_are_clearly_the_hardest_channel() -> None:
    by_channel = {code: net_easy(the_year().channel == place) for place, code in enumerate(CHANNELS)}

    assert by_channel.pop("letter") < min(by_channel.values()) - 0.3


def test_one_step_got_worse_on_its_date_and_no_other() -> None:
    moves = {
        code: net_easy((the_year().step == place) & aged(0, draw.WORSE_SINCE_DAYS))
        - net_easy((the_year().step == place) & aged(draw.WORSE_SINCE_DAYS, 2 * draw.WORSE_SINCE_DAYS))
        for place, code in enumerate(STEPS)
    }

    assert moves.pop(draw.WORSE_STEP) < -0.5
    assert max(map(abs, moves.values())) < 0.2


def test_the_picky_team_looks_best_and_asks_least() -> None:
    year, unknown = the_year(), unknown_customers(the_year())
    picky = TEAMS.index(draw.PICKY_TEAM)
    centres = [place for place, team in enumerate(TEAMS) if not team.startswith("shop")]
    shown = {place: net_easy((year.team == place) & ~unknown) for place in centres}
    kept_away = {place: float(unknown[year.team == place].mean()) for place in centres}

    assert shown.pop(picky) > max(shown.values()) + 0.15
    assert kept_away.pop(picky) > 5 * max(kept_away.values())


def test_one_reason_brings_customers_back_within_a_week() -> None:
    year = the_year()
    order = np.lexsort((year.started, year.customer, year.reason))
    same = (np.diff(year.customer[order]) == 0) & (np.diff(year.reason[order]) == 0)
    soon = same & (np.diff(year.started[order]) < 7.5 * 86_400)
    back = {code: float(soon[year.reason[order][:-1] == place].mean()) for place, code in enumerate(REASONS)}

    assert back.pop(draw.REPEAT_REASON) > 3 * max(back.values())


def test_belgium_moved_for_four_weeks_because_its_mix_moved_and_no_channel_did() -> None:
    belgium = np.isin(np.array(TEAMS)[the_year().team], list(BELGIAN))
    during, before = aged(draw.MIX_TO_DAYS, draw.MIX_FROM_DAYS), aged(draw.MIX_FROM_DAYS, draw.MIX_FROM_DAYS + 28)
    within = [
        net_easy(belgium & during & (the_year().channel == place))
        - net_easy(belgium & before & (the_year().channel == place))
        for place, code in enumerate(CHANNELS)
        if code in {"phone", "email", "web", "ivr", "letter"}
    ]

    assert net_easy(belgium & during) < net_easy(belgium & before) - 0.2
    assert max(map(abs, within)) < 0.2


def test_every_contact_of_the_programme_s_time_has_a_decision() -> None:
    year = the_year()
    decisions = list(asked_here(year, their_minds(), SEED, NOW))
    age = (NOW.timestamp() - year.ended) / 86_400

    assert len(decisions) == int(((age >= 0) & (age <= draw.ASKING_DAYS + 1)).sum())
    ended = [int(year.ended[decision.row]) for decision in decisions]
    assert ended == sorted(ended)
    reasons = {decision.reason for decision in decisions}
    assert reasons == {"", NotAskedReason.UNKNOWN_CUSTOMER.value, NotAskedReason.ASKED_RECENTLY.value}


def test_the_documents_are_the_headache_of_the_journey() -> None:
    effort = np.array(their_minds().effort)
    headaches = {code: float((effort[the_year().step == place] == 3).mean()) for place, code in enumerate(STEPS)}

    assert headaches.pop("documents") > 2 * max(headaches.values())
    assert set(effort.tolist()) == {0, 1, 2, 3}


def test_each_step_tires_in_its_own_way() -> None:
    components = np.array(their_minds().components)
    named = {code: components[the_year().step == place].mean(axis=0) for place, code in enumerate(STEPS)}

    main = {code: int(shares.argmax()) for code, shares in named.items()}
    # waiting, understanding, formalities, formalities, waiting, understanding or money
    assert [main[code] for code in STEPS][:5] == [0, 3, 4, 4, 0]
    assert main["first-bill"] in {1, 3}


def test_the_chat_is_easier_than_the_phone_for_some_reasons_and_as_easy_for_the_others() -> None:
    year = the_year()
    lead = {
        code: net_easy((year.channel == CHANNELS.index("chat")) & (year.reason == place))
        - net_easy((year.channel == CHANNELS.index("phone")) & (year.reason == place))
        for place, code in enumerate(REASONS)
    }

    assert min(lead[code] for code in ("bill", "offer", "account")) > 0.3
    assert max(abs(lead[code]) for code in ("move", "outage", "cancel")) < 0.1


def test_most_promises_are_kept_but_not_those_of_a_cancellation() -> None:
    year = the_year()
    written = year.promised > 0
    late = year.ended > year.promised
    share = {code: float(late[written & (year.reason == place)].mean()) for place, code in enumerate(REASONS)}

    assert set(year.channel[written]) == {CHANNELS.index(code) for code in draw.PROMISES}
    assert share.pop(draw.LATE_REASON) > 0.35
    assert 0.05 < min(share.values()) < max(share.values()) < 0.13


def test_two_surveys_of_employees_one_team_too_small_to_be_shown() -> None:
    drafts = list(employee_answers(SEED, NOW))
    by_team = Counter(draft.unit for draft in drafts)

    assert len(drafts) == 300
    assert {team for team, count in by_team.items() if count < 5} == {SMALL_TEAM}
    assert min(count for team, count in by_team.items() if team != SMALL_TEAM) >= 12
    assert not any(draft.advisor or draft.customer.identifiers or draft.text for draft in drafts)
