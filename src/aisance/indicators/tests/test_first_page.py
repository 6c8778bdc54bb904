"""The first page: what it says follows from the figures, and its filters stay in the address."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from aisance.core import clock
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.indicators.models import Scorecard
from aisance.indicators.registry import BUILT_IN
from aisance.indicators.scorecards import USUAL, chosen_indicators
from aisance.indicators.tests.company import answer, call, lay_vocabulary
from aisance.journeys.contracts import Channel
from tests.cast import Cast

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
EASY, HARD = [1] * 90 + [7] * 10, [1] * 30 + [7] * 70


@pytest.fixture(autouse=True)
def _today(cast: Cast) -> Iterator[None]:
    lay_vocabulary()
    with clock.stopped_at(NOW):
        yield


def page(cast: Cast, address: str = "/", role: Role = Role.MANAGER, language: str = "en") -> str:
    """A page as its reader sees it: white space and no-break spaces are one, and figures are bare of their links."""
    client = cast.client(role)
    client.post("/language", {"language": language})
    response = client.get(address)
    assert response.status_code == 200
    bare = re.sub(r'<a class="behind"[^>]*>(.*?)<span class="sr">.*?</span></a>', r"\1", response.content.decode())
    return " ".join(bare.split())


def test_an_empty_company_is_told_what_to_do_next(cast: Cast) -> None:
    text = page(cast)

    assert "Nothing is measured here yet." in text
    assert "aisance import interactions" in text


def test_a_fall_beyond_chance_makes_the_headline(cast: Cast) -> None:
    answer("net_easy", EASY, days=-20)
    answer("net_easy", HARD, days=10)

    text = page(cast)

    assert "<h1>Net Easy is down by 120 points.</h1>" in text
    assert '<span class="value">−40</span>' in text
    assert "+80 before. The difference exceeds chance." in text


def test_a_move_that_chance_could_make_is_not_a_move(cast: Cast) -> None:
    answer("net_easy", [1] * 60 + [7] * 40, days=-20)
    answer("net_easy", [1] * 62 + [7] * 38, days=10)

    text = page(cast)

    assert "is up by" not in text
    assert "+20 before; a difference of 4 points may be chance." in text


def test_few_answers_are_said_to_be_few(cast: Cast) -> None:
    answer("net_easy", [1] * 12, days=-20)
    answer("net_easy", [7] * 12, days=10)

    text = page(cast)

    assert "<h1>Too few answers in this period to conclude.</h1>" in text
    assert "12 answers; 100 are needed." in text


def test_an_indicator_without_answers_has_no_value_and_not_zero(cast: Cast) -> None:
    answer("net_easy", EASY, days=10)

    text = page(cast)

    assert "no value in this period" in text
    assert "Nothing was measured in this period." in text


def test_more_calls_are_neither_better_nor_worse(cast: Cast) -> None:
    cast.client(Role.MANAGER).post("/indicators/chosen/", {"place_1": "offered"})
    call(times=20, days=-20)
    call(times=80, days=10)

    text = page(cast)

    assert '<span class="verdict plain">' in text
    assert "Up by 60 calls" in text


def test_channels_that_chance_cannot_tell_apart_are_tied(cast: Cast) -> None:
    answer("net_easy", EASY, days=10, channel=Channel.CHAT)
    answer("net_easy", [1] * 88 + [7] * 12, days=10, channel=Channel.SMS)
    answer("net_easy", HARD, days=10, channel=Channel.PHONE)

    text = page(cast)

    assert text.count("1 <span>tied</span>") == 2
    assert '<td class="rank">3</td><th scope="row">Phone<' in text
    assert "Between tied channels the order cannot be told from chance." in text


def test_the_hardest_step_is_named_where_it_is_established(cast: Cast) -> None:
    answer("net_easy", EASY, days=10, step="order")
    answer("net_easy", HARD, days=10, step="pay")

    text = page(cast)

    assert "The hardest step" in text
    assert "<h3>Pay: −40</h3>" in text


def test_no_step_is_blamed_for_what_chance_could_do(cast: Cast) -> None:
    answer("net_easy", EASY, days=10, step="order")
    answer("net_easy", EASY, days=10, step="pay")

    assert "No step is set apart from the others by more than chance." in page(cast)


def test_what_came_in_today_is_counted_and_read(cast: Cast) -> None:
    call(times=3, days=20, unit="lille-a")
    answer("net_easy", [2], days=20, text="<b>Quick</b> & kind", unit="lille-a")

    text = page(cast, role=Role.SUPERVISOR)

    assert "3 contacts, 1 response · yesterday: 0 contacts, 0 responses<" in text
    assert "&lt;b&gt;Quick&lt;/b&gt; &amp; kind" in text


def test_a_day_with_answers_enough_stands_alone_and_older_words_fill_the_place(cast: Cast) -> None:
    call(times=3, days=20, unit="lille-a")
    answer("net_easy", [2], days=19, text="Of yesterday.", unit="lille-a")
    for number in range(3):
        answer("net_easy", [2], days=20, text=f"Of today, {number}.", unit="lille-a")

    text = page(cast, role=Role.SUPERVISOR)

    assert "3 contacts, 3 responses<" in text
    assert text.index("Of today, 2.") < text.index("Of yesterday.")


def test_whoever_may_not_read_answers_gets_the_counts_alone(cast: Cast) -> None:
    answer("net_easy", [2], days=20, text="Secret.", unit="lille-a")

    text = page(cast, role=Role.ADMINISTRATOR)

    assert "Your role sees the figures, not single answers." in text
    assert "Secret." not in text


def test_the_main_journey_is_named(cast: Cast) -> None:
    answer("net_easy", EASY, days=10, step="order")

    assert re.search("The journey “[^”]+”, step by step", page(cast))


def test_words_come_from_the_chosen_unit_only(cast: Cast) -> None:
    answer("net_easy", [2], days=20, text="From Lille.", unit="lille-a")
    answer("net_easy", [2], days=20, text="From Namur.", unit="namur-a")

    text = page(cast, "/?unit=belgium")

    assert "From Namur." in text
    assert "From Lille." not in text


def test_filters_narrow_every_figure(cast: Cast) -> None:
    answer("net_easy", EASY, days=10, channel=Channel.CHAT, unit="lille-a")
    answer("net_easy", HARD, days=10, channel=Channel.PHONE, unit="namur-a")

    assert '<span class="value">+80</span>' in page(cast, "/?channel=chat")
    assert '<span class="value">−40</span>' in page(cast, "/?unit=belgium")
    assert "no value in this period" in page(cast, "/?unit=belgium&channel=chat")


def test_a_supervisor_sees_the_figures_of_their_units_only(cast: Cast) -> None:
    answer("net_easy", EASY, days=10, unit="lille-a")
    answer("net_easy", HARD, days=10, unit="namur-a")

    assert '<span class="value">+80</span>' in page(cast, role=Role.SUPERVISOR)
    assert cast.client(Role.SUPERVISOR).get("/?unit=belgium").status_code == 422


@pytest.mark.parametrize(
    "address",
    ["/?period=yesterday", "/?unit=nowhere", "/?channel=pigeon", "/?period=custom&from=2026-11-10&to=2026-11-01"],
)
def test_a_filter_that_cannot_be_read_is_said_and_gives_no_figure(cast: Cast, address: str) -> None:
    response = cast.client(Role.MANAGER).get(address)

    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert 'class="tile' not in response.content.decode()


def test_other_dates_are_both_included(cast: Cast) -> None:
    answer("net_easy", EASY, days=1)
    answer("net_easy", HARD, days=2)

    text = page(cast, "/?period=custom&from=2026-11-03&to=2026-11-04")

    assert "n = 200" in text
    assert "n = 100" in page(cast, "/?period=custom&from=2026-11-03&to=2026-11-03")


def test_the_trend_adds_up_to_the_period(cast: Cast) -> None:
    for day in (-60, -20, 3, 10):
        answer("net_easy", EASY, days=day)

    text = page(cast, "/?period=12-months")

    assert "n = 400" in text
    assert "month by month" in text


def test_the_page_speaks_french(cast: Cast) -> None:
    answer("net_easy", EASY, days=10, channel=Channel.CHAT)

    text = page(cast, language="fr")

    assert "Les canaux, du plus aisé au plus difficile" in text
    assert 'cx="' in text
    assert 'cx="50,0' not in text


def test_a_person_steers_by_what_they_chose(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)

    response = client.post("/indicators/chosen/", {"place_1": "nps", "place_2": "waiting_time"})

    assert response.status_code == 302
    assert chosen_indicators(cast.viewer(Role.MANAGER)) == ["nps", "waiting_time"]
    assert chosen_indicators(cast.viewer(Role.ANALYST)) == list(USUAL)
    assert AuditEntry.objects.filter(action="scorecard.chosen").count() == 1


@pytest.mark.parametrize("chosen", [{}, {"place_1": "nps", "place_2": "nps"}, {"place_1": "happiness"}])
def test_a_choice_that_cannot_be_kept_changes_nothing(cast: Cast, chosen: dict[str, str]) -> None:
    response = cast.client(Role.MANAGER).post("/indicators/chosen/", chosen)

    assert response.status_code == 422
    assert not Scorecard.objects.exists()


def test_the_list_shows_every_indicator_with_what_it_stands_on(cast: Cast) -> None:
    answer("net_easy", EASY, days=10)

    text = page(cast, "/indicators/")

    assert text.count('<th scope="row"><a href="/indicators/') == len(BUILT_IN)
    assert "+80" in text
    assert "[+66; +90]" in text
    assert "no value" in text


def test_nobody_sees_a_figure_without_signing_in() -> None:
    for address in ("/", "/indicators/", "/indicators/chosen/"):
        assert Client().get(address).status_code == 302


def test_a_definition_ranks_channels_and_leaves_steps_in_their_order(cast: Cast) -> None:
    for channel, scores in ((Channel.PHONE, HARD), (Channel.CHAT, EASY)):
        answer("net_easy", scores, days=10, channel=channel, step="pay" if channel == Channel.CHAT else "order")

    channels, steps = (page(cast, f"/indicators/net_easy/?by={by}") for by in ("channel", "step"))

    assert channels.index('<th scope="row">Chat') < channels.index('<th scope="row">Phone')
    assert steps.index('<th scope="row">Order') < steps.index('<th scope="row">Pay')
