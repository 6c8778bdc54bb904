"""Weeks that leave what was to be expected: found once, told quietly, silent where nothing happens."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from math import cos, pi

import pytest

from aisance.core import clock
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role, system_viewer
from aisance.indicators.drift.services import find_drifts, find_drifts_once_a_day, mark_seen
from aisance.indicators.drift.weeks import monday_of, outside_since, weeks_of
from aisance.indicators.models import Drift
from aisance.indicators.registry import definition
from aisance.indicators.tests.company import NOON, lay_vocabulary
from aisance.lake.public import pull
from aisance.surveys.contracts import QuestionKind, ResponseDraft
from aisance.surveys.public import record_responses
from tests.cast import Cast

BY = system_viewer("test")
MONDAY = monday_of(NOON.date())
"""Of the week that is not over."""


@pytest.fixture(autouse=True)
def _a_stopped_company(cast: Cast) -> Iterator[None]:
    lay_vocabulary()
    with clock.stopped_at(NOON):
        yield


def weeks_of_answers(pleased: list[int], *, of: int, unit: str = "lille-a") -> None:
    """One list entry a week, the last one the week before this: how many of the answers were promoters."""
    drafts = []
    for back, good in enumerate(reversed(pleased), start=1):
        at = datetime.combine(MONDAY - timedelta(weeks=back), datetime.min.time(), UTC) + timedelta(hours=12)
        scores = [10] * good + [0] * (of - good)
        drafts += [
            ResponseDraft(
                source=f"weeks-{unit}",
                external_id=f"{back}-{i}",
                answered_at=at + timedelta(days=i % 7),
                question=QuestionKind("nps"),
                score=score,
                unit=unit,
            )
            for i, score in enumerate(scores)
        ]
    assert {recorded.status for recorded in record_responses(drafts, by=BY)} == {"accepted"}
    pull()


def test_a_step_is_found_once_and_not_again() -> None:
    weeks_of_answers([30, 31, 29] * 10 + [12, 12, 12], of=40)

    found = find_drifts(by=BY)
    again = find_drifts(by=BY)

    assert (found, again) == (2, 0)  # the company and France
    assert set(Drift.objects.values_list("unit__code", "week", "direction")) == {
        ("orvane", MONDAY - timedelta(weeks=3), "below"),
        ("france", MONDAY - timedelta(weeks=3), "below"),
    }
    assert AuditEntry.objects.filter(action="drift.found").count() == 2


def test_answers_that_come_late_do_not_tell_the_same_move_twice() -> None:
    weeks_of_answers([30, 31, 29] * 10 + [12, 12], of=40)
    find_drifts(by=BY)

    with clock.stopped_at(NOON + timedelta(weeks=1)):
        weeks_of_answers([4], of=20, unit="lille-b")

        assert find_drifts(by=BY) == 0


def test_two_stable_years_with_a_season_are_silent() -> None:
    shares = [0.7 + 0.08 * cos(2 * pi * week / 52.18) for week in range(104)]
    weeks_of_answers([round(40 * share) + (2, -1, 0, 1, -2)[week % 5] for week, share in enumerate(shares)], of=40)

    weeks = weeks_of(BY, definition("nps"), {})

    assert len(weeks) == 104
    assert outside_since(weeks) == []
    assert find_drifts(by=BY) == 0


def test_a_week_that_is_not_over_is_not_looked_at() -> None:
    weeks_of_answers([30] * 20, of=40)

    weeks = weeks_of(BY, definition("nps"), {})

    assert weeks[-1].monday == MONDAY - timedelta(weeks=1)
    assert weeks[11].chart.expected is None
    assert weeks[12].chart.expected == pytest.approx(0.5)


def test_a_week_of_few_answers_has_no_value_and_is_never_outside() -> None:
    weeks_of_answers([30] * 20, of=40)
    weeks_of_answers([0], of=3, unit="namur-a")

    [*_, last] = weeks_of(BY, definition("nps"), {"unit": ("belgium",)})

    assert (last.estimate.n, last.estimate.value, last.chart.outside) == (3, None, None)


def test_the_worker_looks_once_a_day() -> None:
    with clock.stopped_at(NOON + timedelta(days=400)):
        find_drifts_once_a_day()
        weeks_of_answers([30, 31, 29] * 10 + [12], of=40)

        assert find_drifts_once_a_day() == 0


def test_the_first_page_says_it_until_somebody_has_seen_it(cast: Cast) -> None:
    weeks_of_answers([30, 31, 29] * 10 + [12], of=40)
    find_drifts(by=BY)
    client = cast.client(Role.MANAGER)

    before = client.get("/").content.decode()
    page = client.get("/indicators/nps/drift/").content.decode()
    seen = client.post("/indicators/nps/drift/seen/")
    after = client.get("/").content.decode()

    assert "Net Promoter Score, France, week from" in before
    assert "Net Promoter Score was lower last week than the weeks before let expect." in page
    assert seen.status_code == 302
    assert "Net Promoter Score, France, week from" not in after
    assert "Claire Morvan" in client.get("/indicators/nps/drift/").content.decode()


def test_a_drift_of_a_unit_out_of_sight_is_neither_shown_nor_marked(cast: Cast) -> None:
    weeks_of_answers([30, 31, 29] * 10 + [12], of=40)
    find_drifts(by=BY)
    supervisor = cast.client(Role.SUPERVISOR)

    page = supervisor.get("/indicators/nps/drift/").content.decode()

    assert "Nothing so far." in page
    assert mark_seen(definition=definition("nps"), by=cast.viewer(Role.SUPERVISOR)) == 0
    assert Drift.objects.filter(seen_by=None).count() == 2


def test_an_unknown_unit_is_refused(cast: Cast) -> None:
    client = cast.client(Role.MANAGER)

    assert client.get("/indicators/nps/drift/?unit=atlantis").status_code == 422
    assert client.get("/indicators/happiness/drift/").status_code == 404


def test_weeks_begin_on_monday() -> None:
    assert monday_of(date(2026, 11, 2)) == date(2026, 11, 2)
    assert monday_of(date(2026, 11, 8)) == date(2026, 11, 2)
