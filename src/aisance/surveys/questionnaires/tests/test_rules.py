"""Reading and writing content, conditions, the way through, piping."""

import doctest
from types import SimpleNamespace

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as some

from aisance.surveys.questionnaires import rules
from aisance.surveys.questionnaires.contracts import Condition, Content, Given, Item, Option, ShowIf, Test
from aisance.surveys.questionnaires.rules import (
    as_json,
    content_of,
    is_shown,
    items_of,
    next_item,
    piped,
    places,
    shown_items,
)

NPS = Item("nps", "nps", {"fr": "Nous recommanderiez-vous ?", "en": "Would you recommend us?"})
LOW = ShowIf((Condition("answer:nps", Test.AT_MOST, (6,)),))
WHY = Item("why", "why", {"en": "What went wrong, {customer:name}?"}, show_if=LOW)
TOPIC = Item(
    "topic",
    "multiple",
    {"en": "About what?"},
    options=(Option("bill", {"en": "The bill", "fr": "La facture"}), Option("net", {"en": "The network"})),
    minimum=1,
    maximum=2,
)
MORE = Item("more", "text", {"en": "More?"}, show_if=ShowIf((Condition("answer:topic", Test.IN, ("bill",)),)))


def test_the_examples_hold() -> None:
    assert doctest.testmod(rules).failed == 0


def test_content_comes_back_as_it_was_stored() -> None:
    content = Content({"en": "After a call"}, "en", (NPS, WHY, TOPIC, MORE), {"en": "Thank you"})

    assert content_of(as_json(content)) == content


def test_items_from_before_questionnaires_are_read_too() -> None:
    version = SimpleNamespace(questions=[{"kind": "net_easy", "wording": {"en": "Easy?"}}])

    assert items_of(version) == (Item("net_easy", "net_easy", {"en": "Easy?"}),)


def test_a_test_nobody_knows_is_refused() -> None:
    row = {"kind": "why", "show_if": {"conditions": [{"of": "answer:nps", "test": "about"}]}}

    with pytest.raises(ValueError, match="about"):
        rules.item_of(row)


@pytest.mark.parametrize(
    ("test", "values", "answer", "shown"),
    [
        (Test.IN, (1, 2), Given(score=2), True),
        (Test.IN, ("2",), Given(score=2), True),
        (Test.IN, (1, 2), Given(score=3), False),
        (Test.IN, ("a",), Given(value=["b", "a"]), True),
        (Test.IN, ("yes",), Given(value=True), True),
        (Test.IN, ("no",), Given(value=False), True),
        (Test.IN, (1,), None, False),
        (Test.NOT_IN, (1,), None, True),
        (Test.NOT_IN, (1,), Given(score=1), False),
        (Test.AT_LEAST, (9,), Given(score=9), True),
        (Test.AT_LEAST, (9,), Given(score=8), False),
        (Test.AT_LEAST, (9,), None, False),
        (Test.AT_MOST, (6,), Given(score=0), True),
        (Test.AT_MOST, (3,), Given(value={"staff": 5, "price": 2}), True),
        (Test.AT_LEAST, (2.5,), Given(value=2.6), True),
        (Test.AT_LEAST, ("2026-03-01",), Given(value="2026-03-01"), True),
        (Test.AT_LEAST, ("2026-03-01",), Given(value="2026-02-28"), False),
        (Test.AT_MOST, (3,), Given(text="two"), False),
        (Test.ANSWERED, (), Given(text=" "), False),
        (Test.ANSWERED, (), Given(score=0), True),
        (Test.NOT_ANSWERED, (), None, True),
    ],
)
def test_a_condition_compares_what_was_given(
    test: Test, values: tuple[str | int | float, ...], answer: Given | None, shown: bool
) -> None:
    item = Item("x", "text", {}, show_if=ShowIf((Condition("answer:before", test, values),)))

    assert is_shown(item, {"before": answer} if answer else {}, {}) is shown


def test_what_is_known_of_customer_and_contact_counts() -> None:
    phone = Condition("interaction:channel", Test.IN, ("phone",))
    french = Condition("customer:language", Test.IN, ("fr",))
    both, either = (Item("x", "text", {}, show_if=ShowIf((phone, french), of)) for of in ("all", "any"))

    assert is_shown(both, {}, {"interaction:channel": "phone", "customer:language": "fr"})
    assert not is_shown(both, {}, {"interaction:channel": "phone"})
    assert is_shown(either, {}, {"interaction:channel": "phone"})
    assert not is_shown(either, {}, {})


def test_the_next_item_leaves_out_what_is_hidden() -> None:
    items = (NPS, WHY, TOPIC, MORE)

    assert next_item(items, "", {}, {}) is NPS
    assert next_item(items, "nps", {"nps": Given(score=3)}, {}) is WHY
    assert next_item(items, "nps", {"nps": Given(score=10)}, {}) is TOPIC
    assert next_item(items, "topic", {"topic": Given(value=["net"])}, {}) is None
    assert next_item(items, "more", {}, {}) is None


def test_an_answer_on_a_hidden_screen_leads_nowhere() -> None:
    after_why = Item("call", "contact_me", {}, show_if=ShowIf((Condition("answer:why", Test.ANSWERED),)))
    items = (NPS, WHY, after_why)
    given = {"nps": Given(score=3), "why": Given(text="Too slow")}

    assert shown_items(items, given, {}) == [NPS, WHY, after_why]
    assert shown_items(items, {**given, "nps": Given(score=10)}, {}) == [NPS]


def test_an_option_is_piped_in_its_own_words() -> None:
    given = {"topic": Given(value=["bill", "net"])}

    assert piped("About {answer:topic}:", given, {}, (TOPIC,), "fr") == "About La facture, The network:"
    assert piped("Hello {customer:name|you}", {}, {"customer:name": "Zoé {answer:topic}"}) == "Hello Zoé {answer:topic}"


def test_what_is_no_place_stays_as_it_is() -> None:
    text = "A {brace}, {Customer:Name} and {}"

    assert list(places(text)) == [("brace", None)]
    assert piped("{} {A}", {}, {}) == "{} {A}"


CODES = some.sampled_from(["nps", "why", "topic", "more"])
CONDITIONS = some.builds(
    Condition,
    some.one_of(CODES.map("answer:{}".format), some.just("interaction:channel")),
    some.sampled_from(Test),
    some.lists(some.one_of(some.integers(0, 10), some.text(max_size=3)), max_size=3).map(tuple),
)
ITEMS = some.builds(
    Item,
    CODES,
    some.sampled_from(["nps", "text", "multiple"]),
    some.dictionaries(some.sampled_from(["fr", "en", "ar"]), some.text(max_size=9)),
    show_if=some.builds(ShowIf, some.lists(CONDITIONS, min_size=1, max_size=3).map(tuple), some.just("any")),
    minimum=some.none() | some.integers(-5, 5),
)


@drawn(some.lists(ITEMS, max_size=4), some.dictionaries(CODES, some.builds(Given, some.none() | some.integers(0, 10))))
def test_walking_by_next_item_is_the_way(items: list[Item], given: dict[str, Given]) -> None:
    items = list({item.code: item for item in items}.values())
    walked, after = [], ""
    while (found := next_item(items, after, given, {})) is not None:
        walked.append(found)
        after = found.code

    assert walked == shown_items(items, given, {})


@drawn(some.lists(ITEMS, max_size=4))
def test_whatever_is_stored_comes_back(items: list[Item]) -> None:
    content = Content({"en": "x"}, "en", tuple(items))

    assert content_of(as_json(content)) == content
