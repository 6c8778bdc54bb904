"""Identifiers: what is valid, and the one form of each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aisance.customers.contracts import IdentifierKind
from aisance.customers.rules import normalise

KINDS = st.sampled_from(list(IdentifierKind))


@pytest.mark.parametrize(
    ("kind", "written", "stored"),
    [
        ("email", "Helene.GARNIER@Example.ORG", "helene.garnier@example.org"),
        ("email", "  a+b@example.org ", "a+b@example.org"),
        ("email", "hélène@exämple.org", "hélène@exämple.org"),
        ("phone", "06 12 34 56 78", "+33612345678"),
        ("phone", "0033 6 12 34 56 78", "+33612345678"),
        ("phone", "+32 470 12 34 56", "+32470123456"),
        ("external", " AB-42 ", "AB-42"),
        ("external", "e\u0301", "é"),
        ("social", "@Helene", "helene"),
        ("social", "mastodon:Helene", "mastodon:helene"),
    ],
)
def test_an_identifier_is_stored_in_one_form(kind: str, written: str, stored: str) -> None:
    assert normalise(IdentifierKind(kind), written, "FR") == stored


def test_a_number_without_prefix_belongs_to_the_country() -> None:
    assert normalise(IdentifierKind.PHONE, "0470 12 34 56", "BE") == "+32470123456"


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("email", "helene"),
        ("email", "a@b"),
        ("email", "a b@example.org"),
        ("phone", "12"),
        ("phone", "06 12 34 56 78 90 11"),
        ("phone", "call me"),
        ("phone", "+33 6 12 34 56 78 ext. 4"),
        ("external", ""),
        ("external", "x" * 121),
        ("external", "a\0b"),
        ("social", "@"),
        ("social", "two words"),
    ],
)
def test_what_cannot_be_an_identifier_is_refused_with_what_is_expected(kind: str, written: str) -> None:
    with pytest.raises(ValueError) as refusal:
        normalise(IdentifierKind(kind), written, "FR")

    assert len(refusal.value.args) == 1
    assert str(refusal.value.args[0]).startswith(("an ", "a "))


@given(kind=KINDS, written=st.text(max_size=130))
def test_normalising_twice_is_normalising_once(kind: IdentifierKind, written: str) -> None:
    try:
        once = normalise(kind, written, "FR")
    except ValueError:
        return

    assert normalise(kind, once, "FR") == once


@given(written=st.emails())
def test_addresses_keep_their_form(written: str) -> None:
    try:
        once = normalise(IdentifierKind.EMAIL, written, "FR")
    except ValueError:
        return

    assert normalise(IdentifierKind.EMAIL, once, "FR") == once


@given(number=st.integers(100_000_000, 999_999_999), country=st.sampled_from(["FR", "BE", "US", "IL"]))
def test_numbers_keep_their_form_in_every_country(number: int, country: str) -> None:
    try:
        once = normalise(IdentifierKind.PHONE, f"0{number}", country)
    except ValueError:
        return

    assert normalise(IdentifierKind.PHONE, once, "FR") == once
