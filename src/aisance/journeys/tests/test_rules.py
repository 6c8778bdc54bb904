"""Reading an interaction from text and JSON."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.journeys.contracts import INTERACTION_COLUMNS, Channel, Direction, InteractionDraft, Outcome
from aisance.journeys.rules import ended_at, one_of, parse_interaction

PARIS = ZoneInfo("Europe/Paris")
ROW = {"source": "tel", "external_id": "1", "channel": "phone", "started_at": "2026-03-02T09:30:00+01:00"}


def _draft(**more: object) -> InteractionDraft:
    parsed = parse_interaction({**ROW, **more}, zone=PARIS)
    assert isinstance(parsed, InteractionDraft), parsed
    return parsed


def _problems(**more: object) -> list[tuple[str, str]]:
    parsed = parse_interaction({**ROW, **more}, zone=PARIS)
    assert isinstance(parsed, tuple)
    return [(problem.field, str(problem.expected)) for problem in parsed]


def test_a_row_of_text_is_read() -> None:
    draft = _draft(
        customer_email="A@Example.org",
        customer_phone="06 12 34 56 78",
        customer_name=" Hélène\u00a0Garnier ",
        direction="OUTBOUND",
        language="nl_BE",
        wait_seconds="12",
        handling_seconds="90.0",
        outcome="Resolved",
        done_at="2026-03-02 12:00",
        **{"attributes.priority": "1"},
    )

    assert draft == InteractionDraft(
        source="tel",
        external_id="1",
        channel=Channel.PHONE,
        started_at=datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
        customer=CustomerClaim(
            {IdentifierKind.EMAIL: "a@example.org", IdentifierKind.PHONE: "+33612345678"},
            "Hélène\u00a0Garnier",
            "nl-be",
        ),
        direction=Direction.OUTBOUND,
        language="nl-be",
        wait_seconds=12,
        handling_seconds=90,
        outcome=Outcome.RESOLVED,
        done_at=datetime(2026, 3, 2, 11, 0, tzinfo=UTC),
        attributes={"priority": "1"},
    )


def test_an_object_is_read_like_its_columns() -> None:
    flat = _draft(customer_email="a@example.org", customer_external="7", **{"attributes.a": "b"})

    assert _draft(customer={"email": "a@example.org", "external_id": 7}, attributes={"a": "b"}) == flat


def test_blank_and_null_mean_not_given() -> None:
    assert _draft(step="", reason=None, wait_seconds=" ", customer_email="", attributes=None) == _draft()


def test_everything_wrong_with_a_row_is_named_at_once() -> None:
    parsed = parse_interaction({"channel": "pigeon", "wait_seconds": "-1", "colour": "red"}, zone=PARIS)

    assert isinstance(parsed, tuple)
    assert [problem.field for problem in parsed] == [
        "source",
        "external_id",
        "channel",
        "started_at",
        "wait_seconds",
        "colour",
    ]


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2026-07-01 10:00", "2026-07-01T08:00:00+00:00"),
        ("2026-07-01T10:00:00Z", "2026-07-01T10:00:00+00:00"),
        ("2026-10-25 02:30", "2026-10-25T00:30:00+00:00"),  # comes twice; the first
        ("2026-07-01", "2026-06-30T22:00:00+00:00"),
    ],
)
def test_a_moment_is_read_in_its_zone(written: str, utc: str) -> None:
    assert _draft(started_at=written).started_at.isoformat() == utc


@pytest.mark.parametrize(
    "written",
    [
        "yesterday",
        "2026-03-29 02:30",
        "1969-12-31T23:00:00Z",
        "2101-01-01T00:00:00Z",
        "2026-02-30",
        12,
        True,
        [],
        "9999",
    ],
)
def test_a_moment_that_never_was_is_refused(written: object) -> None:
    assert [field for field, _ in _problems(started_at=written)] == ["started_at"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("source", "x" * 61),
        ("external_id", "a\0b"),
        ("external_id", True),
        ("external_id", 1.5),
        ("wait_seconds", "1.5"),
        ("wait_seconds", "1e3"),
        ("handling_seconds", 2_592_001),
        ("handling_seconds", True),
        ("handling_seconds", float("nan")),
        ("language", "french"),
        ("language", "FR!"),
        ("outcome", "fine"),
        ("direction", "sideways"),
        ("customer_email", "nobody"),
        ("customer_phone", "12"),
        ("customer_name", "x" * 161),
        ("customer", "helene"),
        ("attributes", "a=b"),
        ("attributes", {str(n): "x" for n in range(31)}),
        ("colour", "red"),
    ],
)
def test_a_wrong_value_is_named_once(field: str, value: object) -> None:
    assert [name for name, _ in _problems(**{field: value})] == [field]


def test_attributes_have_bounds() -> None:
    assert _problems(attributes={"a": "x" * 501}) == [("attributes.a", "text of at most 500 characters")]
    assert _problems(attributes={"a": {}}) == [("attributes.a", "text of at most 500 characters")]
    assert _problems(attributes={"x" * 61: "a"})[0][1] == "a name of 1 to 60 printable characters"
    assert _draft(attributes={"a": 1, "b": True, "c": "x\ny"}).attributes == {"a": "1", "b": "True", "c": "x\ny"}


def test_a_promise_and_an_answer_come_after_the_contact_began() -> None:
    before, after = "2000-01-01T00:00:00Z", "2099-01-01T00:00:00Z"
    wrong = "a moment after the contact began"

    assert _problems(promised_by=before) == [("promised_by", wrong)]
    assert _problems(promised_by=after, done_at=before) == [("done_at", wrong)]
    assert _draft(promised_by=after, done_at=after).done_at == datetime(2099, 1, 1, tzinfo=UTC)


def test_the_words_one_of_are_shortened() -> None:
    assert str(one_of([f"s{n:02}" for n in range(20)], limit=3)) == "one of: s00, s01, s02, …"
    assert str(one_of([])) == "nothing: none is defined yet"


def test_a_written_interaction_ends_with_its_answer() -> None:
    start, done = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 4, 9, tzinfo=UTC)

    assert ended_at(start, None, 600, done) == done
    assert ended_at(done, 60, None, start) == datetime(2026, 3, 4, 9, 1, tzinfo=UTC)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["phone", "2026-03-29 02:30"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from([*INTERACTION_COLUMNS, "customer", "attributes", "attributes.a", "nothing"]) | st.text()


@given(row=st.dictionaries(FIELDS, JSON, max_size=8), whole=st.booleans())
def test_whatever_comes_in_is_a_draft_or_named_problems(row: dict[str, Any], whole: bool) -> None:
    parsed = parse_interaction({**row, **ROW} if whole else row, zone=PARIS)

    if isinstance(parsed, tuple):
        assert parsed
        assert all(str(problem.expected) and len(problem.value) <= 100 for problem in parsed)
    else:
        assert parsed.started_at.tzinfo is UTC
        assert len(parsed.attributes) <= 30


@given(text=st.text(max_size=40))
def test_any_text_as_a_moment_is_read_or_refused(text: str) -> None:
    assert parse_interaction({**ROW, "started_at": text}, zone=PARIS)
