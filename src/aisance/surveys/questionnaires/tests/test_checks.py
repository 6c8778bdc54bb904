"""What keeps a questionnaire from being published."""

import doctest
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as some

from aisance.surveys.contracts import Scale
from aisance.surveys.questionnaires import checks
from aisance.surveys.questionnaires.checks import Surroundings, problems
from aisance.surveys.questionnaires.contracts import Condition, Content, Given, Item, Option, ShowIf, Test
from aisance.surveys.questionnaires.rules import shown_items

OWN = {"clarity": Scale("own:clarity", 1, 5)}
AROUND = Surroundings(OWN, codes={"interaction:channel": frozenset({"phone", "email"})})
NPS = Item("nps", "nps", {"en": "Would you recommend us?"})
OPTIONS = (Option("bill", {"en": "The bill"}), Option("net", {"en": "The network"}), Option("shop", {"en": "The shop"}))
TOPIC = Item("topic", "single", {"en": "About what?"}, options=OPTIONS)
MANY = replace(TOPIC, kind="multiple")


def codes(*items: Item, **other: Any) -> list[tuple[str, str]]:
    content = Content({"en": "Title"}, "en", items, **other)
    return [(finding.item, finding.code) for finding in problems(content, AROUND)]


def when(*conditions: Condition, of: Any = "all") -> ShowIf:
    return ShowIf(conditions, of)


def text(show_if: ShowIf, code: str = "more") -> Item:
    return Item(code, "text", {"en": "More?"}, show_if=show_if)


def test_the_examples_hold() -> None:
    assert doctest.testmod(checks).failed == 0


def test_a_sound_questionnaire_has_no_problem() -> None:
    low = when(Condition("answer:nps", Test.AT_MOST, (6,)), Condition("interaction:channel", Test.IN, ("phone",)))

    assert codes(NPS, TOPIC, text(low), Item("clarity", "clarity", {"en": "Clear?"})) == []


def test_an_empty_one_says_so() -> None:
    assert codes() == [("", "no_items")]


def test_the_whole_needs_its_words_in_the_usual_language() -> None:
    content = Content({"fr": "Titre"}, "en", (NPS,), {"fr": "Merci"})

    assert [finding.code for finding in problems(content, AROUND)] == ["title", "thanks"]


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (replace(NPS, wording={"fr": "Alors ?"}), "words"),
        (replace(NPS, help={"fr": "Aide"}), "words"),
        (replace(TOPIC, options=(OPTIONS[0], Option("net", {"fr": "Le réseau"}))), "words"),
        (replace(NPS, wording={"en": "x" * 501}), "too_long"),
        (replace(NPS, code="would"), "code"),
        (Item("Topic", "text", {"en": "x"}), "code"),
        (Item("csat", "text", {"en": "x"}), "code"),
        (Item("clarity", "text", {"en": "x"}), "code"),
        (Item("nothing", "nothing", {"en": "x"}), "kind"),
        (Item("customer_orientation", "customer_orientation", {"en": "x"}), "kind"),
        (replace(NPS, scale="csat_5"), "scale"),
        (Item("rows", "matrix", {"en": "x"}, options=OPTIONS), "scale"),
        (replace(TOPIC, options=OPTIONS[:1]), "options"),
        (replace(NPS, options=OPTIONS), "options"),
        (replace(TOPIC, options=(OPTIONS[0], OPTIONS[0])), "option_code"),
        (replace(TOPIC, options=(OPTIONS[0], Option("a b", {"en": "x"}))), "option_code"),
        (replace(MANY, minimum=4), "bounds"),
        (Item("age", "number", {"en": "x"}, minimum=3, maximum=2), "bounds"),
        (replace(NPS, maximum=2), "bounds"),
        (Item("ok", "consent", {"en": "x"}, required=True), "forced"),
        (replace(NPS, wording={"en": "{answer:csat}?"}), "piping"),
        (replace(NPS, wording={"en": "x", "fr": "{customer:age} ?"}), "piping"),
    ],
)
def test_a_fault_of_an_item_is_named(item: Item, code: str) -> None:
    assert codes(item) == [(item.code, code)]


def test_a_matrix_has_six_rows_at_most() -> None:
    rows = tuple(Option(f"r{number}", {"en": "Row"}) for number in range(7))

    assert codes(Item("rows", "matrix", {"en": "x"}, scale="csat_5", options=rows)) == [("rows", "rows")]


def test_a_retired_question_is_not_asked_again() -> None:
    content = Content({"en": "Title"}, "en", (Item("clarity", "clarity", {"en": "Clear?"}),))

    assert [f.code for f in problems(content, Surroundings(OWN, frozenset({"clarity"})))] == ["retired"]


def test_two_of_one_code_are_refused() -> None:
    assert codes(NPS, NPS) == [("nps", "twice")]


@pytest.mark.parametrize(
    "condition",
    [
        Condition("answer:later", Test.ANSWERED),
        Condition("answer:more", Test.ANSWERED),
        Condition("customer:age", Test.IN, ("30",)),
        Condition("interaction:channel", Test.IN, ("smoke",)),
        Condition("interaction:channel", Test.AT_LEAST, (3,)),
        Condition("answer:nps", Test.IN, (11,)),
        Condition("answer:topic", Test.IN, ("price",)),
        Condition("answer:topic", Test.AT_LEAST, (3,)),
        Condition("answer:said", Test.IN, ("yes",)),
        Condition("answer:nps", Test.IN),
        Condition("answer:nps", Test.AT_LEAST, (1, 2)),
        Condition("answer:nps", Test.ANSWERED, (1,)),
    ],
)
def test_a_condition_that_cannot_be_read_is_named(condition: Condition) -> None:
    said = Item("said", "text", {"en": "x"})

    assert set(codes(NPS, TOPIC, said, text(when(condition)), replace(said, code="later"))) == {("more", "condition")}


@pytest.mark.parametrize(
    "show_if",
    [
        when(Condition("answer:nps", Test.AT_LEAST, (9,)), Condition("answer:nps", Test.AT_MOST, (6,))),
        when(Condition("answer:topic", Test.IN, ("bill",)), Condition("answer:topic", Test.NOT_IN, ("bill",))),
        when(Condition("answer:topic", Test.IN, ("bill",)), Condition("answer:topic", Test.NOT_ANSWERED)),
        when(Condition("answer:topic", Test.NOT_IN, ("bill", "net", "shop")), Condition("answer:topic", Test.ANSWERED)),
        when(Condition("answer:nps", Test.AT_LEAST, (11,))),
        when(
            Condition("interaction:channel", Test.IN, ("phone",)), Condition("interaction:channel", Test.IN, ("email",))
        ),
    ],
)
def test_conditions_that_contradict_each_other_are_found(show_if: ShowIf) -> None:
    assert codes(NPS, TOPIC, text(show_if)) == [("more", "contradiction")]


def test_several_options_may_be_ticked_at_once() -> None:
    both = when(Condition("answer:topic", Test.IN, ("bill",)), Condition("answer:topic", Test.IN, ("net",)))

    assert codes(NPS, MANY, text(both)) == []


def test_an_item_behind_a_hidden_one_is_a_dead_end() -> None:
    low = text(when(Condition("answer:nps", Test.AT_MOST, (6,))), "low")
    behind = text(when(Condition("answer:low", Test.ANSWERED), Condition("answer:nps", Test.AT_LEAST, (9,))), "behind")

    assert codes(NPS, low, behind) == [("behind", "dead_end")]


def test_one_of_several_ways_is_enough() -> None:
    low = text(when(Condition("answer:nps", Test.AT_MOST, (6,))), "low")
    either = (Condition("answer:low", Test.ANSWERED), Condition("answer:nps", Test.AT_LEAST, (9,)))

    assert codes(NPS, low, text(when(*either, of="any"), "behind")) == []


def test_what_must_be_answered_is_never_left_open() -> None:
    required = replace(TOPIC, required=True)

    assert codes(required, text(when(Condition("answer:topic", Test.NOT_ANSWERED)))) == [("more", "contradiction")]


def test_nobody_is_shown_an_empty_questionnaire() -> None:
    phone = when(Condition("interaction:channel", Test.IN, ("phone",)))

    assert codes(replace(NPS, show_if=phone)) == [("", "all_conditional")]


def test_a_long_chain_is_checked_at_once() -> None:
    items = [NPS]
    for number in range(99):
        looked = [Condition(f"answer:{item.code}", Test.ANSWERED) for item in items[-10:]]
        items.append(text(when(*looked), f"t{number}"))

    assert codes(*items) == []


def test_more_ways_than_are_tried_are_within_reach() -> None:
    items = [NPS]
    for number in range(20):
        looked = [Condition("answer:nps", Test.IN, (score,)) for score in range(number % 3, 10)]
        before = Condition(f"answer:{items[-1].code}", Test.ANSWERED)
        items.append(text(when(*looked[:9], before, of="any"), f"t{number}"))

    assert codes(*items) == []


CONDITIONS = some.one_of(
    some.builds(Condition, some.just("answer:nps"), some.sampled_from([Test.AT_LEAST, Test.AT_MOST]),
                some.tuples(some.integers(0, 10))),
    some.builds(Condition, some.sampled_from(["answer:nps", "answer:topic", "answer:low"]),
                some.sampled_from([Test.ANSWERED, Test.NOT_ANSWERED])),
    some.builds(Condition, some.just("answer:topic"), some.sampled_from([Test.IN, Test.NOT_IN]),
                some.lists(some.sampled_from(["bill", "net", "shop"]), min_size=1, max_size=3).map(tuple)),
)  # fmt: skip
SHOWN = some.builds(ShowIf, some.lists(CONDITIONS, max_size=3).map(tuple), some.sampled_from(["all", "any"]))


@settings(max_examples=300)
@drawn(SHOWN, SHOWN)
def test_a_dead_end_is_exactly_what_no_answer_opens(low: ShowIf, more: ShowIf) -> None:
    at_first = tuple(one for one in low.conditions if one.of != "answer:low")
    items = (NPS, TOPIC, text(ShowIf(at_first, low.of_them), "low"), text(more))
    every = [
        {"nps": nps, "topic": topic, "low": said}
        for nps in (Given(), *(Given(score=score) for score in range(11)))
        for topic in (Given(), *(Given(value=option.code) for option in OPTIONS))
        for said in (Given(), Given(text="x"))
    ]
    opened = {item.code for given in every for item in shown_items(items, given, {})}
    found = {item for item, code in codes(*items) if code in {"contradiction", "dead_end"}}

    assert found == {item.code for item in items} - opened
