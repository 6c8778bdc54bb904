"""Our own file."""

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as some

from aisance.surveys.questionnaires.contracts import Condition, Content, Item, Option, ShowIf, Test
from aisance.surveys.questionnaires.exchange.contracts import Became, FileRefused
from aisance.surveys.questionnaires.exchange.own import read_own, write_own

LANGUAGES = some.sampled_from(["fr", "en", "nl-be", "ar", "zh-hant"])
TEXTS = some.text(some.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
WORDS = some.dictionaries(LANGUAGES, TEXTS, max_size=3)
CODES = some.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)
OPTIONS = some.builds(Option, some.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,9}", fullmatch=True), WORDS)
VALUES = TEXTS | some.integers(-(10**9), 10**9) | some.floats(-1e9, 1e9)
CONDITIONS = some.builds(Condition, TEXTS, some.sampled_from(Test), some.lists(VALUES, max_size=3).map(tuple))
BOUNDS = some.none() | some.integers(-(10**9), 10**9) | some.floats(-1e9, 1e9)
ITEMS = some.builds(
    Item,
    CODES,
    CODES,
    WORDS,
    WORDS,
    TEXTS,
    some.lists(OPTIONS, max_size=3).map(tuple),
    some.booleans(),
    BOUNDS,
    BOUNDS,
    some.builds(ShowIf, some.lists(CONDITIONS, max_size=3).map(tuple), some.sampled_from(["all", "any"])),
)
CONTENTS = some.builds(Content, WORDS, LANGUAGES, some.lists(ITEMS, max_size=4).map(tuple), WORDS)


@settings(max_examples=150)
@drawn(CONTENTS)
def test_what_is_exported_comes_back_exactly(content: Content) -> None:
    assert read_own(write_own(content).encode()).content == content


def test_the_file_reads_well() -> None:
    low = ShowIf((Condition("answer:nps", Test.AT_MOST, (6,)),))
    items = (
        Item("nps", "nps", {"fr": "Nous recommanderiez-vous ?", "en": "Would you recommend us?"}, required=True),
        Item("topic", "single", {"en": "About what?"}, options=(Option("bill", {"en": "The bill"}),), show_if=low),
    )

    assert write_own(Content({"en": "After a call"}, "en", items)).partition("\n\n")[2] == (
        'format = "aisance.questionnaire/1"\nlanguage = "en"\n\n[title]\nen = "After a call"\n\n'
        '[[item]]\ncode = "nps"\nkind = "nps"\nrequired = true\n'
        'wording.fr = "Nous recommanderiez-vous ?"\nwording.en = "Would you recommend us?"\n\n'
        '[[item]]\ncode = "topic"\nkind = "single"\nshow_when_all = [\n  { of = "answer:nps", at_most = [6] },\n]\n'
        'options = [\n  { code = "bill", en = "The bill" },\n]\nwording.en = "About what?"\n'
    )


def test_a_single_value_may_be_written_without_brackets() -> None:
    text = (
        'format = "aisance.questionnaire/1"\nlanguage = "en"\n[[item]]\ncode = "a"\nkind = "text"\n'
        'show_when_any = [{ of = "answer:nps", at_least = 9 }]\n'
    )

    [item] = read_own(text.encode()).content.items
    assert item.show_if == ShowIf((Condition("answer:nps", Test.AT_LEAST, (9,)),), "any")


def test_the_account_says_that_everything_was_kept() -> None:
    content = Content({"en": "T"}, "en", (Item("nps", "nps", {"en": "Recommend?"}),))
    account = read_own(write_own(content).encode()).account

    assert [(entry.became, entry.what) for entry in account.entries] == [(Became.KEPT, "Recommend?")]


def test_a_refusal_names_the_item_the_field_and_what_was_expected() -> None:
    text = (
        'format = "aisance.questionnaire/1"\nlanguage = "english"\nnote = 1\n'
        '[[item]]\ncode = "A b"\nkind = "nps"\nminimum = "3"\nrequired = "yes"\ncolour = "red"\n'
        'show_when_all = [{ of = "answer:nps", about = 6 }]\noptions = [{ code = "x", en = 3 }]\nwording = "Why?"\n'
    )

    with pytest.raises(FileRefused) as refused:
        read_own(text.encode())

    assert [(problem.field, problem.value) for problem in refused.value.problems] == [
        ("note", ""),
        ("language", "english"),
        ("item 1 (A b), colour", ""),
        ("item 1 (A b), code", "A b"),
        ("item 1 (A b), wording", "Why?"),
        ("item 1 (A b), options (x)", "{'en': 3}"),
        ("item 1 (A b), required", "yes"),
        ("item 1 (A b), minimum", "3"),
        ("item 1 (A b), show_when_all", "{'of': 'answer:nps', 'about': 6}"),
    ]


HEAD = b'format = "aisance.questionnaire/1"\nlanguage = "en"\n'


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b'[title]\nen = "a\\u0000b"\n',
        HEAD + b'[[item]]\ncode = "a"\nkind = "text"\n' * 301,
        HEAD + b'[[item]]\ncode = "a"\nkind = "single"\noptions = [' + b'{ code = "x" },' * 201 + b"]\n",
    ],
)
def test_what_no_database_or_phone_could_hold_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused):
        read_own(data)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"{", b"a" * 2_000_001, b'format = "other/1"', b"a=" + b"[" * 100_000])
def test_what_is_no_file_of_ours_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused):
        read_own(data)


@pytest.mark.parametrize(
    "line",
    [
        "a" + ".a" * 200_000 + " = 1",
        "[a" + " . 'a'" * 200_000 + "]",
        'title = [ """\n \' """, { a' + ".a" * 200_000 + ".'z' = 1 } ]",
        '"\\"\\"' * 300_000,
        "x = " + "{ a.a.a.a.a.a.a.a = " * 90 + "1" + " }" * 90,
    ],
)
def test_a_name_that_would_fill_the_memory_is_refused(line: str) -> None:
    with pytest.raises(FileRefused):
        read_own(line.encode())


def test_a_text_may_be_full_of_points() -> None:
    content = Content(title={"en": "a." * 100 + "'" + "b.c" * 100}, language="en", items=())

    assert read_own(write_own(content).encode()).content.title == content.title
