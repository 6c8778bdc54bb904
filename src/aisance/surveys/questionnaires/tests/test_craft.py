"""What a good questioner would say."""

import doctest
from dataclasses import replace

import pytest

from aisance.surveys.contracts import Scale
from aisance.surveys.questionnaires import craft, wordings
from aisance.surveys.questionnaires.contracts import Condition, Content, Item, Option, ShowIf, Test
from aisance.surveys.questionnaires.craft import duration_seconds, warnings
from aisance.surveys.questionnaires.wordings import asks_two_things, is_hard_to_read, leads, tone
from aisance.surveys.ready import QUESTIONS, USUAL_WORDINGS

NPS = Item("nps", "nps", {"en": "Would you recommend us?"})


def codes(*items: Item, language: str = "en") -> list[tuple[str, str]]:
    return [(found.item, found.code) for found in warnings(Content({"en": "T"}, language, items), {}, {})]


def test_the_examples_hold() -> None:
    assert doctest.testmod(craft).failed == 0
    assert doctest.testmod(wordings).failed == 0


def test_a_short_clear_questionnaire_gets_no_warning() -> None:
    assert codes(NPS, Item("why", "why", {"en": "Why?", "fr": "Pourquoi ?"})) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_product_follows_its_own_advice(language: str) -> None:
    worded = [words[language] for words in USUAL_WORDINGS.values()]

    assert [text for text in worded if asks_two_things(text, language) or leads(text, language)] == []
    assert [text for text in worded if is_hard_to_read(text)] == []


def test_eight_questions_are_many() -> None:
    items = [Item(f"n{number}", "number", {"en": "How many?"}) for number in range(8)]

    assert codes(*items[:7]) == []
    assert codes(*items) == [("", "many_items")]


def test_three_free_texts_are_many() -> None:
    items = [Item(f"t{number}", "text", {"en": "What else?"}) for number in range(3)]

    assert codes(*items) == [("t2", "many_texts")]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Was it quick and easy?", "en", True),
        ("Was it quick? Was it easy?", "en", True),
        ("Le conseiller était-il aimable et compétent ?", "fr", True),
        ("Le délai ou le prix vous ont-ils gêné ?", "fr", True),
        ("Était-ce plus ou moins long que prévu ?", "fr", False),
        ("Was it easy or difficult?", "en", False),
        ("Nous recommanderiez-vous à un ami ou collègue ?", "fr", False),
        ("Quick and easy", "nl", False),
    ],
)
def test_two_questions_in_one_are_seen(text: str, language: str, found: bool) -> None:
    assert bool(asks_two_things(text, language)) is found


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Don’t you think that our prices are fair?", "en", True),
        ("How great was our friendly team?", "en", True),
        ("How satisfied are you?", "en", False),
        ("Avez-vous aimé notre nouvelle boutique ?", "fr", True),
        ("Ne pensez-vous pas que c’est mieux ?", "fr", True),
        ("Êtes-vous d’accord pour dire que tout va bien ?", "fr", True),
        ("La réponse était-elle claire ?", "fr", False),
    ],
)
def test_a_wording_that_suggests_its_answer_is_seen(text: str, language: str, found: bool) -> None:
    assert bool(leads(text, language)) is found


def test_a_scale_that_turns_round_is_seen() -> None:
    easy, csat = Item("net_easy", "net_easy", {"en": "Easy?"}), Item("csat", "csat", {"en": "Satisfied?"})

    assert codes(easy, csat) == [("csat", "upside_down")]
    assert codes(csat, NPS) == []
    assert codes(csat, replace(easy, kind="effort", code="effort")) == []


def test_a_list_of_words_has_a_direction_too() -> None:
    falling = (Option("a", {"en": "Very good"}), Option("b", {"en": "So so"}), Option("c", {"en": "Very bad"}))
    choice = Item("how", "single", {"en": "How was it?"}, options=falling)

    assert codes(NPS, choice) == [("how", "upside_down")]
    assert codes(NPS, replace(choice, options=falling[::-1])) == []
    assert (tone("Pas satisfait", "fr"), tone("Satisfait", "fr"), tone("Rouge", "fr")) == (-1, 1, 0)


def test_an_own_scale_worded_against_its_direction_is_seen() -> None:
    own = {"clarity": Scale("own:clarity", 1, 5)}
    content = Content({"en": "T"}, "en", (Item("clarity", "clarity", {"en": "Clear?"}),))

    assert [f.code for f in warnings(content, own, {"clarity": {1: "Very good", 5: "Very bad"}})] == ["reversed"]
    assert warnings(content, own, {"clarity": {1: "Very bad", 5: "Very good"}}) == []


def test_what_must_be_answered_needs_a_way_out() -> None:
    options = (Option("bill", {"en": "The bill"}), Option("net", {"en": "The network"}))
    topic = Item("topic", "single", {"en": "About what?"}, options=options, required=True)

    assert codes(topic) == [("topic", "no_way_out")]
    assert codes(replace(topic, options=(*options, Option("other", {"en": "Something other"})))) == []
    assert codes(replace(topic, required=False)) == []
    assert codes(replace(NPS, required=True)) == [("nps", "no_way_out")]


def test_a_long_wording_and_bare_piping_are_seen() -> None:
    long = "Regarding the aforementioned administrative correspondence, what professional recommendation applies here?"

    assert codes(Item("t", "text", {"en": long})) == [("t", "hard_to_read")]
    assert codes(Item("t", "text", {"en": "Hello {interaction:step}, what else?"})) == [("t", "bare_piping")]
    assert codes(Item("t", "text", {"en": "Hello {interaction:step|you}, what else?"})) == []


def test_the_ready_questions_take_under_two_minutes() -> None:
    items = tuple(Item(row["kind"], row["kind"], row["wording"]) for row in QUESTIONS)
    shortest, longest = duration_seconds(Content({"en": "T"}, "en", items))

    assert (shortest, longest) == (55.0, 55.0)


def test_what_has_a_condition_makes_only_the_longest_way_longer() -> None:
    shown = ShowIf((Condition("answer:nps", Test.ANSWERED),))
    content = Content({"en": "T"}, "en", (NPS, Item("why", "why", {"en": "Why?"}, show_if=shown)))

    assert duration_seconds(content) == (5.5, 37.25)
