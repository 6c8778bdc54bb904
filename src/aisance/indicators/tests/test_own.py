"""Indicators that managers define: drafts, approval, versions with their series, the end; and what cannot be."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from aisance.core import clock
from aisance.core.decisions import Refused
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.indicators.contracts import IndicatorError, Part, Status
from aisance.indicators.models import OwnIndicator, OwnVersion
from aisance.indicators.own.contracts import DefinitionRefused, Wanted
from aisance.indicators.own.rules import fraction_of, net_of, share_of
from aisance.indicators.own.services import (
    approve_indicator,
    define_indicator,
    discard_draft,
    redraft_indicator,
    retire_indicator,
)
from aisance.indicators.public import definition, definitions
from aisance.indicators.tests.company import BY, NOON, answer, every_estimate
from aisance.surveys.contracts import SCALES, ProgrammeKind, Scale
from aisance.surveys.public import create_question
from tests.cast import Cast

CLEAR = Scale("own:clear_bill", 1, 5)
WORDS = {"fr": "En français", "en": "In English"}


@pytest.fixture(autouse=True)
def _question(cast: Cast) -> None:
    create_question(
        code="clear_bill", wording={"fr": "Facture claire ?", "en": "Clear bill?"}, minimum=1, maximum=5, by=BY
    )


def wanted(**more: Any) -> Wanted:
    part = Part("clear_bill", CLEAR.code, share_of(CLEAR, [4, 5]))
    usual = Wanted(
        code="clear_bill",
        title={"fr": "Facture claire", "en": "Clear bill"},
        description=WORDS,
        strength=WORDS,
        weakness=WORDS,
        reading="share",
        parts=(part,),
    )
    return replace(usual, **more)


def value(name: str, **asked: Any) -> tuple[int, float | None]:
    [estimate] = every_estimate(name, viewer=BY, **asked)
    return estimate.n, estimate.value


def test_a_draft_is_offered_to_nobody_before_it_is_approved() -> None:
    define_indicator(wanted=wanted(), by=BY)

    assert definition("clear_bill").status == Status.DRAFT
    assert "clear_bill" not in {entry.name for entry in definitions()}
    assert "clear_bill" in {entry.name for entry in definitions(every_status=True)}

    approve_indicator(code="clear_bill", by=BY)

    assert definition("clear_bill").status == Status.APPROVED
    assert definitions()[-1].name == "clear_bill"


def test_an_own_indicator_is_read_like_any_other() -> None:
    define_indicator(wanted=wanted(), by=BY)
    approve_indicator(code="clear_bill", by=BY)
    answer("clear_bill", [1, 2, 3, 4, 5, 5])

    entry = definition("clear_bill")

    assert (entry.unit, entry.measure, entry.page, entry.is_own) == ("%", "share", "share", True)
    assert (str(entry.title), str(entry.question)) == ("Clear bill", "Clear bill?")
    assert str(entry.formula) == "% of scores 4 to 5 on the scale 1 to 5"
    assert value("clear_bill") == (6, 0.5)


def test_its_words_are_those_of_the_reader_when_they_are_shown() -> None:
    from django.utils.translation import override

    define_indicator(wanted=wanted(), by=BY)
    entry = definition("clear_bill")

    with override("fr"):
        assert (str(entry.title), str(entry.question)) == ("Facture claire", "Facture claire ?")


def test_a_net_score_counts_good_less_bad() -> None:
    part = Part("clear_bill", CLEAR.code, net_of(CLEAR, [5], [1, 2]))
    define_indicator(wanted=wanted(reading="net", parts=(part,)), by=BY)
    answer("clear_bill", [1, 2, 3, 4, 5, 5, 5, 5])

    assert definition("clear_bill").unit == "points"
    assert value("clear_bill") == (8, 0.25)


def test_a_composite_needs_every_part_and_counts_each_by_its_weight() -> None:
    parts = (
        Part("nps", "nps_11", fraction_of(SCALES["nps_11"]), 0.75),
        Part("net_easy", "net_easy_7", fraction_of(SCALES["net_easy_7"]), 0.25),
    )
    define_indicator(wanted=wanted(reading="composite", parts=parts), by=BY)
    answer_both("r1", nps=10, net_easy=7)
    answer_both("r2", nps=5, net_easy=1)
    answer("nps", [0])  # of somebody who did not answer the other one

    entry = definition("clear_bill")

    assert (entry.unit, entry.low, entry.high, entry.page) == ("%", 0.0, 1.0, "composite")
    assert str(entry.formula) == (
        "75 % × Recommendation (0 to 10) + 25 % × Ease (1 to 7), each from 0 for the worst score to 1 for the best"
    )
    assert value("clear_bill") == (2, 0.6875)


def answer_both(external_id: str, **scores: int) -> None:
    from aisance.lake.public import pull
    from aisance.surveys.contracts import ResponseDraft
    from aisance.surveys.public import record_responses

    drafts = [
        ResponseDraft(source="both", external_id=external_id, answered_at=NOON, question=question, score=score)
        for question, score in scores.items()
    ]
    assert {recorded.status for recorded in record_responses(drafts, by=BY)} == {"accepted"}
    pull()


def test_a_change_is_a_new_version_with_a_series_of_its_own() -> None:
    define_indicator(wanted=wanted(), by=BY)
    approve_indicator(code="clear_bill", by=BY)
    answer("clear_bill", [4, 4, 5, 1])
    stricter = Part("clear_bill", CLEAR.code, share_of(CLEAR, [5]))

    redraft_indicator(wanted=wanted(parts=(stricter,)), by=BY)
    assert (definition("clear_bill").version, value("clear_bill")) == (1, (4, 0.75))
    with clock.stopped_at(datetime(2026, 11, 10, 9, tzinfo=UTC)):
        approve_indicator(code="clear_bill", by=BY)
    answer("clear_bill", [5, 4], days=10)

    assert definition("clear_bill").version == 2
    assert definition("clear_bill").starts_on == date(2026, 11, 10)
    assert value("clear_bill") == (2, 0.5)
    assert definition("clear_bill", 1).starts_on is None
    [first] = every_estimate_of_version("clear_bill", 1)
    assert (first.n, first.value) == (6, pytest.approx(5 / 6))


def every_estimate_of_version(name: str, version: int) -> Any:
    from aisance.indicators.contracts import Asked
    from aisance.indicators.queries import estimates

    return estimates(BY, definition(name, version), Asked())


def test_a_version_that_only_mends_words_goes_on_with_the_series() -> None:
    define_indicator(wanted=wanted(), by=BY)
    approve_indicator(code="clear_bill", by=BY)
    redraft_indicator(wanted=wanted(title={"fr": "Facture lisible", "en": "Readable bill"}), by=BY)
    approve_indicator(code="clear_bill", by=BY)

    entry = definition("clear_bill")

    assert (entry.version, entry.starts_on, str(entry.title)) == (2, None, "Readable bill")


def test_a_draft_is_edited_and_an_approved_version_never_is() -> None:
    define_indicator(wanted=wanted(), by=BY)
    assert redraft_indicator(wanted=wanted(owner="Claire"), by=BY) == 1
    approve_indicator(code="clear_bill", by=BY)
    assert redraft_indicator(wanted=wanted(owner="Noah"), by=BY) == 2

    assert list(OwnVersion.objects.order_by("number").values_list("number", "owner")) == [(1, "Claire"), (2, "Noah")]
    assert definition("clear_bill").owner == "Claire"


def test_a_retired_indicator_is_offered_no_more_and_still_read() -> None:
    define_indicator(wanted=wanted(), by=BY)
    approve_indicator(code="clear_bill", by=BY)
    answer("clear_bill", [5])
    retire_indicator(code="clear_bill", by=BY)

    assert "clear_bill" not in {entry.name for entry in definitions()}
    assert definition("clear_bill").status == Status.RETIRED
    assert value("clear_bill") == (1, 1.0)
    assert retire_indicator(code="clear_bill", by=BY) == Refused("not_in_force")


def test_a_draft_thrown_away_leaves_nothing_behind() -> None:
    define_indicator(wanted=wanted(), by=BY)
    discard_draft(code="clear_bill", by=BY)

    assert OwnIndicator.objects.count() == 0
    with pytest.raises(IndicatorError):
        definition("clear_bill")


def test_every_decision_is_in_the_trail_with_its_author(cast: Cast) -> None:
    noah = cast.viewer(Role.ANALYST)
    define_indicator(wanted=wanted(), by=noah)
    approve_indicator(code="clear_bill", by=noah)
    retire_indicator(code="clear_bill", by=noah)

    trail = AuditEntry.objects.filter(object_type="indicator").order_by("pk")
    assert [(entry.action, entry.actor_name) for entry in trail] == [
        ("indicator.drafted", "Noah Peeters"),
        ("indicator.approved", "Noah Peeters"),
        ("indicator.retired", "Noah Peeters"),
    ]
    assert OwnVersion.objects.get().decided_by == cast.people[Role.ANALYST]


@pytest.mark.parametrize("name", ["nps", "clear_bill", "own", "chosen", "new"])
def test_a_name_that_is_used_cannot_be_taken(name: str) -> None:
    define_indicator(wanted=wanted(), by=BY)

    with pytest.raises(DefinitionRefused) as refused:
        define_indicator(wanted=wanted(code=name), by=BY)

    assert [(p.field, p.value, p.expected) for p in refused.value.problems] == [
        ("code", name, "another name: this one is taken")
    ]
    assert OwnIndicator.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field", "held", "expected"),
    [
        ({"code": "Clear Bill"}, "code", "Clear Bill", "2 to 40 small letters, digits and underscores, beginning with"),
        ({"title": {"en": "Only English"}}, "title_fr", "", "a text of at most 80 characters, in every language"),
        ({"minimum_n": 0}, "minimum_n", "0", "a whole number from 1 to 10,000"),
        ({"kind": "employee", "minimum_n": 4}, "minimum_n", "4", "at least 5: in a smaller group an employee could"),
        ({"parts": ()}, "parts", "0", "one question"),
    ],
)
def test_what_cannot_be_defined_is_named(change: dict[str, Any], field: str, held: str, expected: str) -> None:
    with pytest.raises(DefinitionRefused) as refused:
        define_indicator(wanted=wanted(**change), by=BY)

    [problem] = refused.value.problems
    assert (problem.field, problem.value) == (field, held)
    assert str(problem.expected).startswith(expected)
    assert OwnIndicator.objects.count() == 0


@pytest.mark.parametrize(
    ("reading", "values", "held", "expected"),
    [
        ("share", {**share_of(CLEAR, [5]), 6: 1.0}, "6", "scores from 1 to 5"),
        ("share", {1: 0.0, 2: 0.0, 5: 1.0}, "3, 4", "a worth for every score from 1 to 5"),
        ("share", {**share_of(CLEAR, [5]), 4: 0.5}, "0.5", "0, 1"),
        ("share", share_of(CLEAR, [1, 2, 3, 4, 5]), "", "some scores that count as good and some that do not"),
        ("net", net_of(CLEAR, [5], []), "", "some scores that count as good and some that do not"),
        ("mean", dict.fromkeys(range(1, 6), 9.0), "9", "worths from 1 to 5"),
    ],
)
def test_a_mapping_stays_on_its_scale_and_covers_it(
    reading: Any, values: dict[int, float], held: str, expected: str
) -> None:
    with pytest.raises(DefinitionRefused) as refused:
        define_indicator(wanted=wanted(reading=reading, parts=(Part("clear_bill", CLEAR.code, values),)), by=BY)

    assert [(p.field, p.value, p.expected) for p in refused.value.problems] == [("values", held, expected)]


def test_weights_add_up_to_a_hundred_per_cent() -> None:
    halves = [Part(q, s, fraction_of(SCALES[s]), w) for q, s, w in (("nps", "nps_11", 0.5), ("csat", "csat_5", 0.4))]

    with pytest.raises(DefinitionRefused) as refused:
        define_indicator(wanted=wanted(reading="composite", parts=tuple(halves)), by=BY)

    [problem] = refused.value.problems
    assert (problem.field, problem.value, problem.expected) == ("weights", "90 %", "weights that add up to 100 %")


def test_a_barometer_and_employees_are_never_mixed_with_customers() -> None:
    define_indicator(wanted=wanted(kind="cold"), by=BY)
    define_indicator(wanted=wanted(code="staff", kind="employee", minimum_n=5), by=BY)
    answer("clear_bill", [5])
    answer("clear_bill", [1, 5], kind=ProgrammeKind.COLD)
    answer("clear_bill", [1, 1, 1, 1, 5], kind=ProgrammeKind.EMPLOYEE)

    assert value("clear_bill") == (2, 0.5)
    assert value("staff") == (5, 0.2)
