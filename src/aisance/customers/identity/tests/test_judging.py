"""People follow from judgements: in any order, and back again."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aisance.core.models import Event
from aisance.core.permissions import system_viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind, JudgedBy, Verdict
from aisance.customers.identity.components import Word, components
from aisance.customers.identity.judging import Found, leave, part, write
from aisance.customers.models import Customer, Identifier, Judgement
from aisance.customers.public import (
    current,
    find_or_add_customers,
    members,
    not_same,
    same,
    take_back,
)

BY = system_viewer("test")

ROWS = st.integers(1, 6)
WORDS = st.lists(
    st.builds(
        Word,
        ROWS,
        ROWS,
        st.sampled_from([verdict.value for verdict in Verdict]),
        st.sampled_from([judge.value for judge in JudgedBy]),
        st.sampled_from([0.7, 0.8, 0.9]),
    ).filter(lambda word: word.left < word.right),
    max_size=14,
    unique_by=lambda word: (word.left, word.right, word.by_kind),
)


def newcomers(count: int) -> list[int]:
    claims = [CustomerClaim({IdentifierKind.EXTERNAL: f"row {number}"}) for number in range(count)]
    return [pk or 0 for pk in find_or_add_customers(claims, by=BY)]


def people(rows: Sequence[int]) -> list[int]:
    return [rows.index(current(rows)[pk]) for pk in rows]


@given(words=WORDS, seed=st.integers(0, 9))
@settings(max_examples=50)
def test_people_do_not_hang_on_the_order_of_words(words: list[Word], seed: int) -> None:
    expected = components(range(1, 7), words)
    Random(seed).shuffle(words)

    assert components(range(1, 7), words) == expected


@given(words=WORDS)
@settings(max_examples=50)
def test_who_is_said_not_to_be_the_same_never_is(words: list[Word]) -> None:
    found = components([], words)

    by_person = {(w.left, w.right): w.verdict for w in words if w.by_kind == JudgedBy.PERSON}
    for word in words:
        overruled = by_person.get((word.left, word.right)) == Verdict.SAME
        if word.verdict == Verdict.NOT_SAME and not overruled:
            assert found[word.left] != found[word.right]


@given(words=WORDS, more=WORDS)
@example(words=[Word(1, 2, "same", "rule")], more=[Word(1, 3, "same", "rule"), Word(2, 3, "not_same", "person")])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.django_db
def test_to_judge_and_take_it_back_changes_nobody(words: list[Word], more: list[Word]) -> None:
    rows = newcomers(6)
    write_words(rows, words)
    before = people(rows)
    standing = set(Judgement.objects.filter(withdrawn_at=None).values_list("pk", flat=True))

    write_words(rows, more)
    for pk in Judgement.objects.filter(withdrawn_at=None).exclude(pk__in=standing).values_list("pk", flat=True):
        take_back(pk, by=BY)

    assert people(rows) == before
    assert not Customer.objects.filter(merged_into__merged_into__isnull=False).exists()
    Judgement.objects.all().delete()
    Customer.objects.update(merged_into=None)


def write_words(rows: list[int], words: list[Word]) -> None:
    """Each as it comes: what one says is settled before the next is heard."""
    for word in words:
        left, right = rows[word.left - 1], rows[word.right - 1]
        write([Found(left, right, Verdict(word.verdict), JudgedBy(word.by_kind), word.score, "1")], by=BY)


@pytest.mark.django_db
def test_the_oldest_row_stands_for_the_person_and_everybody_keeps_their_own_address() -> None:
    first, second, third = newcomers(3)

    same(third, second, by=BY, reason="they said so")
    kept = same(first, third, by=BY, reason="they said so")

    assert members([second]) == {second: (first, second, third)}
    assert Identifier.objects.get(customer=third).value == "row 2"
    take_back(kept, by=BY)
    assert current([first, second, third]) == {first: first, second: second, third: second}


@pytest.mark.django_db
def test_who_joins_and_who_parts_is_told() -> None:
    first, second = newcomers(2)

    judged = same(first, second, by=BY, reason="")
    take_back(judged, by=BY)
    assert take_back(judged, by=BY) is False

    told = list(Event.objects.order_by("pk").values_list("name", "payload"))
    assert told == [
        ("CustomersJoined", {"kept": first, "joined": [second]}),
        ("CustomersParted", {"kept": first, "parted": [second]}),
    ]


@pytest.mark.django_db
def test_a_row_leaves_its_person_for_good_and_the_others_stay() -> None:
    rows = newcomers(3)
    same(rows[0], rows[1], by=BY, reason="")
    same(rows[1], rows[2], by=BY, reason="")

    part(rows[2], by=BY, reason="another woman")
    same(rows[0], rows[1], by=BY, reason="again")

    assert people(rows) == [0, 0, 2]


@pytest.mark.django_db
def test_a_later_word_of_a_person_takes_the_place_of_the_earlier() -> None:
    rows = newcomers(2)
    not_same(*rows, by=BY, reason="")
    same(*rows, by=BY, reason="")
    assert people(rows) == [0, 0]

    leave(*rows, by=BY)

    assert people(rows) == [0, 1]
    assert Judgement.objects.filter(withdrawn_at=None).count() == 1
    with pytest.raises(ValueError):
        same(rows[0], rows[0], by=BY, reason="")
