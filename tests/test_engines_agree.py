"""Every indicator gives the same figures through Spark Connect, over a small company with everything awkward in it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from math import isclose
from typing import Any

import pytest

from aisance.core import clock
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.indicators.contracts import Asked, Estimate, Part
from aisance.indicators.own.contracts import Wanted
from aisance.indicators.own.rules import fraction_of
from aisance.indicators.own.services import approve_indicator, define_indicator
from aisance.indicators.public import definitions
from aisance.indicators.queries import estimates
from aisance.indicators.tests.company import lay_vocabulary
from aisance.journeys.contracts import Channel, Direction, InteractionDraft, Outcome
from aisance.journeys.public import record_interactions
from aisance.lake.public import pull
from aisance.surveys.contracts import (
    DEFAULT_SCALES,
    SCALES,
    InvitationState,
    PastDecision,
    ProgrammeKind,
    QuestionKind,
    ResponseDraft,
)
from aisance.surveys.gateways.reviews.contracts import ReviewDraft
from aisance.surveys.gateways.reviews.services import record_reviews
from aisance.surveys.public import create_question, ensure_default_programme, record_history, record_responses
from tests.cast import BY, Cast

pytestmark = pytest.mark.sqlite_only

# The night on which clocks go back, the end of a month, and the first hour of a year.
DAYS = [
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    datetime(2026, 10, 31, 23, 30, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 30, tzinfo=UTC),
]
LATER = datetime(2027, 2, 1, 9, tzinfo=UTC)
CUTS: tuple[tuple[str, ...], ...] = ((), ("channel",), ("unit",), ("month",))
PLACES = ["", "lille-a", "namur-a"]
SCALES_OF = {
    "ces": ("ces_7", "ces_5", "ces_10"),
    "csat": ("csat_5", "csat_10"),
    "net_easy": ("net_easy_7", "net_easy_5"),
}


@pytest.fixture
def company(cast: Cast) -> Iterator[None]:
    lay_vocabulary()
    with clock.stopped_at(LATER):
        create_question(code="clear_bill", wording={"fr": "Claire ?", "en": "Clear?"}, minimum=0, maximum=20, by=BY)
        _define("both", ("nps", "nps_11", 0.7), ("csat", "csat_5", 0.3))
        _record_answers()
        _record_contacts()
        pull()
        yield


def _define(code: str, *parts: tuple[str, str, float]) -> None:
    made = tuple(Part(question, scale, fraction_of(SCALES[scale]), weight) for question, scale, weight in parts)
    words = {"fr": "À deux", "en": "Both"}
    define_indicator(wanted=Wanted(code, words, words, words, words, reading="composite", parts=made), by=BY)
    approve_indicator(code=code, by=BY)


def _record_answers() -> None:
    """Respondents with every question or half of them, on every scale, with nothing known but the score, in ties."""
    drafts = []
    for number in range(36):
        kind = (ProgrammeKind.HOT, ProgrammeKind.HOT, ProgrammeKind.COLD, ProgrammeKind.EMPLOYEE)[number % 4]
        for place, (question, usual) in enumerate(DEFAULT_SCALES.items()):
            is_of_employees = question == QuestionKind.CUSTOMER_ORIENTATION and kind != ProgrammeKind.EMPLOYEE
            # The stars of public reviews are asked by others, and come in by another door.
            is_stars = question == QuestionKind.PUBLIC_RATING
            if is_of_employees or is_stars or (number % 5 == 2 and place % 2):
                continue
            scales = SCALES_OF.get(question, (usual,))
            scale = SCALES[scales[number % len(scales)]]
            drafts.append(_answer(number, question, scale.code, _score(scale.minimum, scale.maximum, number), kind))
    assert [one.problems for one in record_responses(drafts, by=BY) if one.status != "accepted"] == []
    reviews = [_review(number, ("public_rating_5", "public_rating_10")[number % 2]) for number in range(24)]
    assert [one.problems for one in record_reviews(reviews, by=BY) if one.status != "accepted"] == []


def _review(number: int, scale: str) -> ReviewDraft:
    rating = _score(SCALES[scale].minimum, SCALES[scale].maximum, number)
    return ReviewDraft("carte", f"avis {number}", DAYS[number % 4], rating, scale, unit=PLACES[number % 3])


def _score(least: int, most: int, number: int) -> int:
    return least + number * 7 % (most - least + 1)


def _answer(number: int, question: str, scale: str, score: int, kind: ProgrammeKind) -> ResponseDraft:
    about: dict[str, Any] = {}
    if kind != ProgrammeKind.EMPLOYEE:
        about = {
            "customer": _customer(number % 5),
            "channel": (None, Channel.CHAT, Channel.PHONE)[number % 3],
            "reason": ("", "bill", "move")[number % 3],
            "language": ("", "fr", "é")[number % 3],
        }
    return ResponseDraft(
        source="tests",
        external_id=f"réponse {number}",
        answered_at=DAYS[number % 4],
        question=question,
        score=score,
        scale=scale,
        unit=PLACES[number % 3],
        kind=kind,
        **about,
    )


def _customer(number: int) -> CustomerClaim:
    return CustomerClaim({IdentifierKind.EXTERNAL: f"cliente é {number}"}) if number else CustomerClaim()


def _record_contacts() -> None:
    """Contacts that come again or not, waits of nothing, of unknown length and of hours, promises kept and broken."""
    outcomes = [None, *Outcome]
    drafts = [
        InteractionDraft(
            source="tests",
            external_id=f"appel {number}",
            channel=(Channel.PHONE, Channel.PHONE, Channel.EMAIL)[number % 3],
            started_at=DAYS[number % 4] + timedelta(hours=number * 5),
            customer=_customer(number % 5),
            direction=Direction.OUTBOUND if number % 11 == 10 else Direction.INBOUND,
            reason=("bill", "move", "")[number % 3],
            unit=PLACES[number % 3],
            wait_seconds=(None, 0, 20, 21, 119, 120, 121, 4000)[number % 8],
            handling_seconds=(None, 0, 61, 130, 90_000)[number % 5],
            outcome=outcomes[number % len(outcomes)],
            promised_by=DAYS[number % 4] + timedelta(days=4) if number % 2 else None,
            done_at=DAYS[number % 4] + timedelta(hours=number * 5 + 1) if number % 4 == 1 else None,
        )
        for number in range(80)
    ]
    recorded = record_interactions(drafts, by=BY)
    assert {one.status for one in recorded} == {"accepted"}
    programme = ensure_default_programme(by=BY)
    answers = (("net_easy", 1, ""),)
    past = [
        PastDecision(
            one.id or 0,
            None,
            "fr",
            InvitationState.DELIVERED,
            "",
            DAYS[place % 4],
            DAYS[place % 4],
            completed_at=DAYS[place % 4] if place % 3 == 0 else None,
            answers=answers if place % 3 == 0 else (),
        )
        for place, one in enumerate(recorded[:20])
    ]
    record_history(programme_id=programme, decisions=past, by=BY)


def _figures() -> dict[tuple[str, str], list[Estimate]]:
    return {
        (entry.name, ",".join(by)): estimates(BY, entry, Asked(by=by))
        for entry in definitions()
        for by in CUTS
        if not (entry.kind == "employee" and by == ("channel",))
    }


def test_every_indicator_is_the_same_on_every_engine(company: None, other_engine: Any) -> None:
    ours = _figures()
    with other_engine:
        theirs = _figures()

    differ = [key for key, cells in ours.items() if not _alike(cells, theirs[key])]

    assert differ == []
    assert {name for name, _ in ours} == {entry.name for entry in definitions()}
    silent = {name for (name, by), cells in ours.items() if not by and not cells[0].n}
    assert silent == set(), "Each indicator needs rows in this company, or nothing is compared."


def test_weights_clusters_and_other_days_are_the_same_on_every_engine(company: None, other_engine: Any) -> None:
    asked = Asked(start=DAYS[3].date(), end=LATER.date(), compare=(DAYS[0].date(), DAYS[2].date()), cluster="customer")
    read = [entry for entry in definitions() if entry.parts and entry.kind == "hot"]

    ours = [estimates(BY, entry, asked) for entry in read]
    with other_engine:
        theirs = [estimates(BY, entry, asked) for entry in read]

    assert [entry.name for entry, one, two in zip(read, ours, theirs, strict=True) if not _alike(one, two)] == []


def _alike(ours: Sequence[Estimate], theirs: Sequence[Estimate]) -> bool:
    """The same cells with the same numbers, to one part in 10^9."""
    if len(ours) != len(theirs):
        return False
    return all(
        one.dimensions == two.dimensions and one.n == two.n and all(map(_near, _numbers(one), _numbers(two)))
        for one, two in zip(ours, theirs, strict=True)
    )


def _numbers(estimate: Estimate) -> list[float | None]:
    plain = [estimate.value, estimate.low, estimate.high, estimate.variance, estimate.n_effective]
    compare = estimate.compare
    return [*plain, compare.difference, compare.low, compare.high, compare.p_value] if compare else plain


def _near(one: float | None, two: float | None) -> bool:
    if one is None or two is None:
        return one is two
    return isclose(one, two, rel_tol=1e-9, abs_tol=1e-9)
