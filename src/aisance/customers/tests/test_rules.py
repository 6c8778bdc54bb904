"""Identifiers: what is valid, and the one form of each."""

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given, settings
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


_LOCALS = st.from_regex(r"[A-Za-z0-9.+_ @\"<é-]{0,70}", fullmatch=True)
_DOMAINS = st.sampled_from(
    [
        "example.org",
        "Exa-Mple.ORG",
        "exämple.org",
        "xn--exmple-cua.org",
        "localhost",
        "a..b",
        "-a.org",
        "[1.2.3.4]",
        "a@b.org",
    ]
) | st.from_regex(r"[a-zA-Z0-9.>-]{1,20}(\.[a-z]{60}){0,5}", fullmatch=True)


@settings(max_examples=500)
@given(local=_LOCALS, domain=_DOMAINS)
def test_every_address_is_what_the_library_says(local: str, domain: str) -> None:
    written = f"{local}@{domain}".strip()
    try:
        library = validate_email(written, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        library = None

    try:
        ours = normalise(IdentifierKind.EMAIL, written, "FR")
    except ValueError:
        ours = None

    assert ours == library


@given(number=st.integers(100_000_000, 999_999_999), country=st.sampled_from(["FR", "BE", "US", "IL"]))
def test_numbers_keep_their_form_in_every_country(number: int, country: str) -> None:
    try:
        once = normalise(IdentifierKind.PHONE, f"0{number}", country)
    except ValueError:
        return

    assert normalise(IdentifierKind.PHONE, once, "FR") == once


@pytest.mark.parametrize("kind", list(IdentifierKind))
@pytest.mark.parametrize(
    "value", ["a" + "\u0315\u0300\u05ae" * 100_000, " " * 1_000 + "AB-42"], ids=["signs", "spaces"]
)
def test_what_is_far_too_long_is_refused_unread(kind: IdentifierKind, value: str) -> None:
    """Composing the signs of the first would take minutes, remembering many of the second the memory."""
    with pytest.raises(ValueError):
        normalise(kind, value, "FR")
