"""Answers and contacts as conditions of segments."""

from datetime import UTC, datetime, timedelta

import pytest

from aisance.core import clock
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_customers, segment_members
from aisance.customers.segments.counting import members
from aisance.journeys.contracts import Channel, Direction, InteractionDraft, Outcome
from aisance.journeys.public import record_interactions
from aisance.lake.public import pull
from aisance.surveys.contracts import ProgrammeKind, ResponseDraft
from aisance.surveys.public import record_responses
from tests.cast import BY, Cast

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def _claim(name: str) -> CustomerClaim:
    return CustomerClaim({IdentifierKind.EMAIL: f"{name}@example.org"})


@pytest.fixture
def answered(cast: Cast) -> None:
    """Who answered how many days ago: the last word of each is what counts."""
    said = [
        ("turned", 200, "nps", 2, "nps_11"),
        ("turned", 10, "nps", 9, "nps_11"),
        ("cooled", 200, "nps", 10, "nps_11"),
        ("cooled", 10, "nps", 3, "nps_11"),
        ("other", 10, "csat", 2, "csat_10"),  # of ten, which is not the usual scale
        ("sour", 10, "csat", 2, "csat_5"),
        ("past", 500, "nps", 10, "nps_11"),
    ]
    drafts = [
        ResponseDraft("test", str(n), NOW - timedelta(days=ago), question, score, scale, customer=_claim(name))
        for n, (name, ago, question, score, scale) in enumerate(said)
    ]
    employee = ResponseDraft("test", "e", NOW - timedelta(days=1), "nps", 10, kind=ProgrammeKind.EMPLOYEE)
    with clock.stopped_at(NOW):
        record_responses([*drafts, employee], by=BY)
        pull()


def _names(ids: object) -> set[str]:
    names = ("turned", "cooled", "other", "sour", "past", "caller")
    known = find_customers([_claim(name) for name in names])
    return {name for name, pk in zip(names, known, strict=True) if pk in {int(i) for i in ids}}  # type: ignore[attr-defined]  # an array


def test_supporters_and_dissatisfied_are_told_by_their_last_word(answered: None) -> None:
    with clock.stopped_at(NOW):
        assert _names(segment_members("supporters")) == {"turned"}
        assert _names(segment_members("dissatisfied")) == {"cooled", "sour"}
        assert _names(segment_members("silent")) == set()


def test_contacts_choose_by_channel_outcome_and_time(cast: Cast) -> None:
    def call(number: int, days: int, outcome: Outcome, direction: Direction = Direction.INBOUND) -> InteractionDraft:
        return InteractionDraft(
            source="test",
            external_id=str(number),
            customer=_claim("caller"),
            channel=Channel.PHONE,
            direction=direction,
            started_at=NOW - timedelta(days=days),
            outcome=outcome,
        )

    with clock.stopped_at(NOW):
        ours = call(3, 1, Outcome.RESOLVED, Direction.OUTBOUND)
        record_interactions([call(1, 5, Outcome.RESOLVED), call(2, 50, Outcome.ABANDONED), ours], by=BY)
        pull()

        def found(**words: object) -> int:
            return len(members({"all": [words]}))

        assert found(kind="contacts", min=2) == 1
        assert found(kind="contacts", min=3) == 0
        assert found(kind="contacts", min=2, days=30) == 0
        assert found(kind="contacts", channel="email") == 0
        assert found(kind="contacts", outcome="abandoned", days=60) == 1
        assert found(kind="contacts", reason="gone") == 0
        assert found(kind="last_contact", max=4) == 0
        assert found(kind="last_contact", min=5, max=5) == 1
