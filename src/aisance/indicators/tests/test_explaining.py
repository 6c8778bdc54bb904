"""Why a figure moved: through the store, in words, on the page and in the API."""

from datetime import date
from typing import Any

import pytest

from aisance.core.permissions import Role, system_viewer
from aisance.indicators.contracts import Asked, IndicatorError
from aisance.indicators.explaining.by_theme import NO_COMMENT
from aisance.indicators.explaining.story import OTHERS, Story, explained, names_in
from aisance.indicators.explaining.words import lines_of, sentence
from aisance.indicators.registry import definition
from aisance.indicators.tests.company import answer, call, lay_vocabulary
from aisance.journeys.contracts import Channel
from aisance.lake.public import pull
from aisance.verbatims.services import read_waiting
from tests.cast import Cast

EVERYBODY = system_viewer("test")
BEFORE = (date(2026, 11, 1), date(2026, 11, 30))
MONTHS: dict[str, Any] = {"start": date(2026, 12, 1), "end": date(2026, 12, 31), "compare": BEFORE}
ADDRESS = "from=2026-12-01&to=2026-12-31&compare=2026-11-01..2026-11-30"


@pytest.fixture(autouse=True)
def _vocabulary(cast: Cast) -> None:
    lay_vocabulary()


def why(*by: str, name: str = "nps", **asked: Any) -> Story:
    return explained(EVERYBODY, definition(name), Asked(by=by, **{**MONTHS, **asked}))


def two_channels(*, before: tuple[int, int], after: tuple[int, int], phone: int = 0) -> None:
    """Chat pleases everybody, the phone half of those who call; `phone` more percent of them after."""
    for days, (by_phone, by_chat) in ((0, before), (30, after)):
        pleased = by_phone * (50 + (phone if days else 0)) // 100
        answer("nps", [10] * pleased + [0] * (by_phone - pleased), channel=Channel.PHONE, days=days)
        answer("nps", [10] * by_chat, channel=Channel.CHAT, days=days)


def test_a_move_of_the_mix_alone_is_all_mix() -> None:
    two_channels(before=(100, 100), after=(160, 40))

    story = why("channel")

    assert story.split.difference == pytest.approx(-0.3)
    assert story.split.mix == pytest.approx(-0.3)
    assert story.split.rate == pytest.approx(0.0, abs=1e-12)
    assert sentence(story).startswith("Net Promoter Score is down by 30.0\xa0points because the mix")


def test_a_step_that_got_worse_is_all_rate_and_is_named_first() -> None:
    for days, worse in ((0, 0), (30, 40)):
        answer("nps", [10] * (80 - worse) + [0] * (20 + worse), step="order", days=days)
        answer("nps", [10] * 60 + [0] * 40, step="pay", days=days)

    story = why("step")
    first = lines_of(story, "step", names_in(EVERYBODY, story)["step"]).contributions[0]

    assert story.split.mix == pytest.approx(0.0, abs=1e-12)
    assert story.split.rate == pytest.approx(-0.4)
    assert (first.kind, first.code, first.is_established, first.tone) == ("rate", "order", True, "minus")
    assert (first.shown, first.words) == (
        "−40.0",
        "because Net Promoter Score of “Order” fell: −20, +60 before",
    )


def test_contributions_shown_add_up_to_the_difference_shown() -> None:
    two_channels(before=(97, 103), after=(157, 41), phone=7)
    answer("nps", [8] * 13, channel=Channel.SHOP, days=30)

    story = why("channel")
    shown = lines_of(story, "channel", names_in(EVERYBODY, story)["channel"], most=2).contributions

    assert sum(part.total for part in story.split.parts) == pytest.approx(story.split.difference, abs=1e-12)
    assert [one.kind for one in shown][-1] == "rest"
    total = sum(float(one.shown.replace("−", "-")) for one in shown)
    assert total == pytest.approx(round(100 * (story.split.difference or 0.0), 1))


def test_a_figure_that_did_not_move_has_nothing_to_explain() -> None:
    two_channels(before=(100, 100), after=(102, 98))

    story = why("channel")

    assert not story.moved
    assert sentence(story) == "Nothing to explain: Net Promoter Score did not move beyond chance."


def test_small_cells_stand_together_and_all_stays_exact() -> None:
    two_channels(before=(100, 100), after=(160, 40))
    answer("nps", [10, 0, 9], channel=Channel.SHOP)
    answer("nps", [3], channel=Channel.LETTER, days=30)

    story = why("channel")

    assert {part.key: story.folded_counts["channel"][part.key] for part in story.folded["channel"]} == {
        "phone": (100, 160),
        "chat": (100, 40),
        OTHERS: (3, 1),
    }
    assert sum(part.total for part in story.folded["channel"]) == pytest.approx(story.split.difference, abs=1e-12)


def test_every_fold_of_several_dimensions_adds_up() -> None:
    two_channels(before=(100, 100), after=(160, 40))
    answer("nps", [10] * 30 + [0] * 10, channel=Channel.PHONE, reason="bill", days=30, language="fr")

    story = why("channel", "reason", "language")

    for parts in story.folded.values():
        assert sum(part.total for part in parts) == pytest.approx(story.split.difference, abs=1e-12)


def test_two_units_are_explained_like_two_periods(cast: Cast) -> None:
    answer("nps", [10] * 80 + [0] * 20, unit="lille-a", channel=Channel.PHONE)
    answer("nps", [10] * 30 + [0] * 70, unit="namur-a", channel=Channel.PHONE)
    selections: dict[str, Any] = {"where": {"unit": ("belgium",)}, "against": {"unit": ("france",)}}

    story = explained(EVERYBODY, definition("nps"), Asked(by=("channel",), **selections))

    assert story.other == pytest.approx(0.6)
    assert story.now.value == pytest.approx(-0.4)
    assert story.split.rate == pytest.approx(-1.0)


def test_calls_are_explained_by_reason() -> None:
    for days, late in ((0, 10), (30, 60)):
        call("answered", times=100 - late, days=days, wait_seconds=5, reason="bill")
        call("answered", times=late, days=days, wait_seconds=90, reason="bill")

    story = why("reason", name="answered_within")

    assert story.split.rate == pytest.approx(-0.5)


@pytest.mark.parametrize(
    ("name", "asked", "message"),
    [
        ("nps", {"compare": None}, "compare: say what to compare with"),
        ("nps", {"by": ("day",)}, "by: “day” is not known; possible: channel, step, reason, unit, language, theme."),
        ("nps", {"by": ("channel", "step", "reason", "unit")}, "by: at most 3 dimensions explain a move"),
        ("offered", {}, "why: Calls offered is no mean"),
    ],
)
def test_what_cannot_be_explained_is_said(name: str, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(IndicatorError) as problem:
        explained(EVERYBODY, definition(name), Asked(**{**MONTHS, **asked}))

    assert str(problem.value).startswith(message)


def test_too_few_answers_on_one_side_are_not_split() -> None:
    answer("nps", [10] * 50, days=30)
    answer("nps", [0] * 3)

    story = why("channel")

    assert (story.other, story.split.parts) == (None, [])
    assert sentence(story) == "Nothing to explain: there are too few answers to compare."


def test_the_page_tells_the_story(cast: Cast) -> None:
    two_channels(before=(100, 100), after=(160, 40))

    page = cast.client(Role.MANAGER).get(f"/indicators/nps/why/?by=channel&{ADDRESS}")
    text = page.content.decode()

    assert page.status_code == 200
    assert "because the mix moved" in text
    assert "Because “Phone” weighs more: 80.0%, 50.0% before" in text
    assert "−30.0" in text


def test_the_page_names_what_is_wrong(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)

    overlap = client.get("/indicators/nps/why/?from=2026-12-01&to=2026-12-31&compare=2026-11-01..2026-12-05")
    unknown = client.get("/indicators/nps/why/?unit=atlantis")

    assert (overlap.status_code, unknown.status_code) == (422, 422)
    assert "shares days" in overlap.content.decode()
    assert client.get("/indicators/happiness/why/").status_code == 404


def test_a_supervisor_is_told_of_their_units_only(cast: Cast) -> None:
    for days in (0, 30):
        answer("nps", [10] * 40 + [0] * (20 if days else 1), unit="lille-a", days=days)
        answer("nps", [0] * 500, unit="namur-a", days=days)

    story = explained(cast.viewer(Role.SUPERVISOR), definition("nps"), Asked(by=("unit",), **MONTHS))

    assert [part.key for part in story.split.parts] == [("lille-a",)]
    assert story.now.n == 60


WRONG_BILL = "Ma facture est fausse et personne ne la corrige"
WRONG_BILL_AND_WAIT = "Ma facture est fausse. Trop d’attente au téléphone, une heure d’attente."


def two_months_of_words() -> None:
    """In the second month more write of wrong bills, and some write nothing."""
    for days, wrong in ((0, 10), (30, 60)):
        answer("nps", [0] * wrong, text=WRONG_BILL, days=days, language="fr")
        answer("nps", [0] * 10, text=WRONG_BILL_AND_WAIT, days=days, language="fr")
        answer("nps", [10] * 40 + [7] * 3, days=days)
        answer("nps", [10] * 20, text="👍", days=days)
    while read_waiting():
        pass
    pull()


def test_a_move_is_explained_by_themes_and_adds_up() -> None:
    two_months_of_words()

    story = why("theme")
    plain = why("channel")

    assert story.split.difference == pytest.approx(plain.split.difference, abs=1e-12)
    assert sum(part.total for part in story.folded["theme"]) == pytest.approx(story.split.difference, abs=1e-9)
    assert (story.now.n, story.other_n) == (133, 83)
    counts = story.folded_counts["theme"]
    # Twenty wrote a drawing only, which is no comment.
    assert counts["billing"] == (20, 70)
    assert counts[NO_COMMENT] == (63, 63)
    first = lines_of(story, "theme", names_in(EVERYBODY, story)["theme"]).contributions[0]
    assert (first.kind, first.code) == ("mix", "billing")


def test_themes_explain_answers_alone_and_by_themselves() -> None:
    for by, name in ((("theme", "channel"), "nps"), (("theme",), "answered")):
        with pytest.raises(IndicatorError):
            why(*by, name=name)


def test_the_page_and_the_api_explain_by_themes(cast: Cast) -> None:
    two_months_of_words()

    page = cast.client(Role.MANAGER).get(f"/indicators/nps/why/?by=theme&{ADDRESS}")

    assert page.status_code == 200
    assert "Theme of the words" in page.content.decode()
    assert "Bill and payment" in page.content.decode()
    assert cast.client(Role.MANAGER).get(f"/indicators/nps/?by=theme&{ADDRESS}").status_code == 422
