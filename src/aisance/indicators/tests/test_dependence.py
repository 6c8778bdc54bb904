"""The exact test of who is left out: against other computations, under the null, and for its power."""

import numpy as np
import pytest
from numpy.random import Generator
from scipy.stats import fisher_exact, hypergeom, nchypergeom_fisher

from aisance.indicators.asked.rules import findings
from aisance.indicators.asked.signs import Tables, by_band, by_kind, by_outcome
from aisance.indicators.statistics.dependence import Stratum, found_from, left_out_more, odds_ratio_of, products_of

pytestmark = pytest.mark.sqlite_only


def drawn(rng: Generator) -> Stratum:
    hard, other = (int(n) for n in rng.integers(1, 200, 2))
    return Stratum(hard, int(rng.integers(0, hard + 1)), other, int(rng.integers(0, other + 1)))


def test_one_stratum_is_fisher_s_exact_test() -> None:
    rng = np.random.default_rng(1)
    for stratum in (one for one in (drawn(rng) for _ in range(200)) if one.tells):
        table = [
            [stratum.hard_out, stratum.hard - stratum.hard_out],
            [stratum.other_out, stratum.other - stratum.other_out],
        ]

        assert left_out_more([stratum]) == pytest.approx(fisher_exact(table, alternative="greater").pvalue, abs=1e-12)


def test_another_odds_ratio_is_fisher_s_noncentral_law() -> None:
    rng = np.random.default_rng(2)
    for stratum in (one for one in (drawn(rng) for _ in range(100)) if one.tells):
        out = stratum.hard_out + stratum.other_out
        law = nchypergeom_fisher(stratum.hard + stratum.other, stratum.hard, out, 1.7)

        assert left_out_more([stratum], 1.7) == pytest.approx(law.sf(stratum.hard_out - 1), abs=1e-9)


def test_two_strata_are_every_pair_of_tables() -> None:
    one, other = Stratum(5, 4, 6, 2), Stratum(7, 5, 4, 1)
    first, second = hypergeom(11, 6, 5), hypergeom(11, 6, 7)
    pairs = sum(first.pmf(a) * second.pmf(b) for a in range(7) for b in range(7) if a + b >= 9)

    assert left_out_more([one, other]) == pytest.approx(pairs, abs=1e-12)


def test_strata_that_tell_nothing_change_nothing() -> None:
    telling = Stratum(20, 9, 30, 5)

    assert left_out_more([telling, Stratum(9, 0, 9, 0), Stratum(9, 9, 0, 0)]) == left_out_more([telling])
    assert left_out_more([]) is None
    assert odds_ratio_of(products_of([Stratum(9, 0, 9, 0)])) is None
    assert found_from([], 0.05) is None


def company(rng: Generator, *, elsewhere: float = 1.0, picky: float = 0.0, contacts: int = 800) -> dict[str, Tables]:
    """Nine teams, four signs, five channels; each team and channel leaves out 2 to 30 % of the others, and of the hard
    ones at `elsewhere` times those odds. The first team does so at `picky` times, where that is given."""
    usual = rng.uniform(0.02, 0.3, (9, 5))
    signs: dict[str, Tables] = {}
    for sign in ("kind", "handling", "waiting", "outcome"):
        signs[sign] = {}
        for team in range(9):
            odds = picky if picky and not team else elsewhere
            hard, other = rng.binomial(contacts // 5, 0.45, 5), rng.binomial(contacts // 5, 0.55, 5)
            shares = odds * usual[team] / (1 - usual[team] + odds * usual[team])
            cells = zip(hard, rng.binomial(hard, shares), other, rng.binomial(other, usual[team]), strict=True)
            signs[sign][team] = [Stratum(*map(int, cell)) for cell in cells]
    return signs


@pytest.mark.parametrize("elsewhere", [1.0, 2.0])
def test_by_chance_hardly_a_company_in_twenty_has_anybody_to_verify(elsewhere: float) -> None:
    """200 companies in which nobody chooses: at most 5 %. Holm and exactness leave fewer."""
    rng = np.random.default_rng(5)
    alarms = sum(any(one.is_established for one in findings(company(rng, elsewhere=elsewhere))) for _ in range(200))

    assert alarms <= 10


def test_a_team_that_leaves_out_at_three_times_the_odds_is_found_and_nobody_else() -> None:
    """Power with 800 contacts a team: 50 of 50 companies found; nobody else in at most one of twenty."""
    rng = np.random.default_rng(6)
    found = [{one.place for one in findings(company(rng, picky=3.0)) if one.is_established} for _ in range(50)]

    assert sum(0 in places for places in found) == 50
    assert sum(bool(places - {0}) for places in found) <= 2


def test_the_difference_that_would_be_found_is_found_four_times_in_five() -> None:
    rng = np.random.default_rng(7)
    difference = found_from([Stratum(400, 80, 400, 80)], 0.05) or 0.0
    high, low = 0.2 + difference / 2, 0.2 - difference / 2
    hits = sum(
        (left_out_more([Stratum(400, int(rng.binomial(400, high)), 400, int(rng.binomial(400, low)))]) or 1.0) < 0.05
        for _ in range(400)
    )

    assert 0.72 < hits / 400 < 0.86


def test_contacts_of_nobody_known_are_in_no_table() -> None:
    assert by_outcome([(None, "phone", 1, 1, 5), (7, "phone", 1, 1, 2), (7, "phone", 0, 0, 3)]) == {
        7: [Stratum(2, 2, 3, 0)]
    }
    assert by_band([(None, "phone", 0, 1, 0, 5)]) == {}


def test_a_kind_is_hard_by_what_the_customers_of_other_units_say() -> None:
    """Unit 1 says that reason 10 is easy; everybody else finds it hard, and so it is hard for unit 1."""
    scores = [
        ("net_easy", "net_easy_7", 1, "phone", 10, None, 500, 500),
        ("net_easy", "net_easy_7", 2, "phone", 10, None, 30, 180),
        ("net_easy", "net_easy_7", 2, "phone", 11, None, 30, 60),
    ]
    rows = [
        (1, 1, "phone", 0, 10, None, 1, 8),
        (1, 1, "phone", 0, 11, None, 0, 12),
        (1, 1, "phone", 0, 12, None, 0, 99),  # nobody says how hard it is
    ]

    assert by_kind(rows, scores) == {1: [Stratum(8, 8, 12, 0)]}
