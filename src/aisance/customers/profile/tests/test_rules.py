"""Values, sensitive words, and what is asked next."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aisance.customers.profile.contracts import Asked, Candidate, Fate, FieldKind, Pace
from aisance.customers.profile.rules import next_questions, read_value, usefulness
from aisance.customers.profile.sensitive import sensitive_words

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
CODES = ("a", "b", "c", "d")


def _candidate(code: str, *, weight: int = 1, uses: int = 1, missing: float = 0.5, known: bool = False) -> Candidate:
    return Candidate(code, weight, uses, missing, known)


def _asked(code: str, days: int, fate: Fate, contact: str = "") -> Asked:
    return Asked(code, contact or f"day {days}", NOW - timedelta(days=days), fate)


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (FieldKind.TEXT, " two cats ", "two cats"),
        (FieldKind.CHOICE, "home", "home"),
        (FieldKind.NUMBER, "3", 3),
        (FieldKind.NUMBER, "1 250,5", 1250.5),
        (FieldKind.DATE, "2026-02-28", "2026-02-28"),
        (FieldKind.YES_NO, "Non", False),
    ],
)
def test_a_value_is_kept_in_one_form(kind: FieldKind, written: str, value: object) -> None:
    assert read_value(kind, {"home", "office"}, written) == value


@pytest.mark.parametrize(
    ("kind", "written", "expected"),
    [
        (FieldKind.TEXT, "x" * 301, "at most 300 printable characters"),
        (FieldKind.TEXT, "a\0b", "at most 300 printable characters"),
        (FieldKind.CHOICE, "garden", "one of the choices"),
        (FieldKind.NUMBER, "many", "a number in figures, such as 3 or 3.5"),
        (FieldKind.NUMBER, "nan", "a number in figures, such as 3 or 3.5"),
        (FieldKind.DATE, "2026-02-30", "a day such as 2026-11-22"),
        (FieldKind.DATE, "20260228", "a day such as 2026-11-22"),
        (FieldKind.YES_NO, "perhaps", "yes or no"),
        (FieldKind.TEXT, "  ", "an answer; leave the question out where there is none"),
    ],
)
def test_a_wrong_value_says_what_was_expected(kind: FieldKind, written: str, expected: str) -> None:
    with pytest.raises(ValueError) as problem:
        read_value(kind, {"home", "office"}, written)

    assert str(problem.value.args[0]) == expected


def test_the_most_useful_question_comes_first() -> None:
    candidates = [
        _candidate("seldom", weight=5, uses=1, missing=0.1),
        _candidate("often", weight=2, uses=3, missing=0.9),
        _candidate("unread", weight=5, uses=0),
        _candidate("known", weight=5, uses=9, missing=1.0, known=True),
    ]

    found = next_questions(candidates, [], contact="now", now=NOW, pace=Pace(most_questions=5))

    assert found == ["often", "seldom"]
    assert usefulness(2, 3, 0.9) == pytest.approx(5.4)


def test_a_refusal_rests_for_its_time_and_a_pass_for_thirty_days() -> None:
    candidates = [_candidate(code) for code in "abc"]
    history = [
        _asked("a", 179, Fate.REFUSED),
        _asked("b", 31, Fate.SKIPPED),
        _asked("c", 29, Fate.SKIPPED, contact="x"),
        _asked("other", 1, Fate.ANSWERED),
    ]

    assert next_questions(candidates, history, contact="now", now=NOW, pace=Pace(3)) == ["b"]
    later = NOW + timedelta(days=2)
    assert next_questions(candidates, history, contact="now", now=later, pace=Pace(3)) == ["a", "b", "c"]


def test_what_was_asked_in_this_contact_counts_and_is_not_asked_again() -> None:
    candidates = [_candidate(code) for code in "abc"]
    history = [_asked("a", 0, Fate.ASKED, contact="now")]

    assert next_questions(candidates, history, contact="now", now=NOW, pace=Pace(1)) == []
    assert next_questions(candidates, history, contact="now", now=NOW, pace=Pace(2)) == ["b"]


histories = st.lists(
    st.builds(
        _asked,
        st.sampled_from(CODES),
        st.integers(0, 400),
        st.sampled_from([Fate.ASKED, Fate.ANSWERED, Fate.REFUSED, Fate.SKIPPED]),
        st.sampled_from(["now", "first", "second", "third"]),
    ),
    max_size=12,
)
wanted = st.lists(
    st.builds(
        Candidate,
        st.sampled_from(CODES),
        st.integers(1, 5),
        st.integers(0, 9),
        st.floats(0, 1),
        st.booleans(),
    ),
    unique_by=lambda candidate: candidate.code,
    max_size=4,
)


@settings(max_examples=50)
@given(wanted, histories, st.integers(0, 5))
def test_no_contact_is_asked_too_much_nor_the_same_twice_in_a_row(
    candidates: list[Candidate], history: list[Asked], most: int
) -> None:
    found = next_questions(candidates, history, contact="now", now=NOW, pace=Pace(most))

    asked_now = {past.code for past in history if past.contact == "now"}
    earlier = [past for past in history if past.contact != "now"]
    last = max(earlier, key=lambda past: past.at).contact if earlier else ""
    refused = {past.code for past in history if past.fate is Fate.REFUSED and past.at > NOW - timedelta(days=180)}
    assert len(found) <= max(0, most - len(asked_now))
    assert not set(found) & (asked_now | {past.code for past in earlier if past.contact == last} | refused)
    assert set(found) <= {one.code for one in candidates if not one.is_known and usefulness(one.weight, one.uses, 1)}
    assert found == next_questions(candidates[::-1], history, contact="now", now=NOW, pace=Pace(most))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Il est malade depuis mars, en arrêt maladie.", {"health"}),
        ("Ma fille est DIABÉTIQUE", {"health"}),
        ("He uses a wheelchair and is on medication", {"health"}),
        ("pas avant le Ramadan ; elle va à l’église", {"religion"}),
        ("She votes for the greens", {"opinions"}),
        ("déléguée syndicale à la CGT", {"union"}),
        ("her trade-union representative", {"union"}),
        ("d’origine maghrébine", {"origin"}),
        ("il est maghrébin", {"origin"}),
        ("demandeurs d'asile", {"origin"}),
        ("il est homosexuel", {"sex_life"}),
        ("La politique de retour de l’Union européenne, le syndic, un CD-ROM, un réseau lent", set()),
        ("Call me after six, I work nights", set()),
    ],
)
def test_sensitive_words_are_found_in_french_and_english(text: str, kinds: set[str]) -> None:
    assert {found.kind for found in sensitive_words(text)} == kinds


@settings(max_examples=50)
@given(st.text(max_size=80))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    assert all(found.word in unicodedata.normalize("NFC", text) for found in sensitive_words(text))
