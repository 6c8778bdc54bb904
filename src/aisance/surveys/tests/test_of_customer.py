"""What surveys and outreach tell on the page of a customer, and to whom."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from aisance.core.clock import stopped_at
from aisance.core.permissions import Role
from aisance.customers.public import find_customers
from aisance.surveys.contracts import ResponseDraft
from aisance.surveys.models import Programme
from aisance.surveys.public import record_responses
from aisance.surveys.queries.over_time import scores_over_time
from aisance.surveys.tests.company import BY, HELENE, NOON, invited, running_programme
from aisance.surveys.views.of_customer import _responses
from aisance.ui.timeline import Moment
from tests.cast import Cast

AT = NOON + timedelta(days=1)


@pytest.fixture
def helene(cast: Cast) -> int:
    """Asked once after a call; and two answers on paper."""
    running_programme()
    invited()
    drafts = [
        ResponseDraft("paper", "1", AT, "nps", 3, customer=HELENE, unit="lille-a"),
        ResponseDraft("paper", "1", AT, "net_easy", 7, customer=HELENE, unit="lille-a"),
        ResponseDraft("paper", "1", AT, "why", text="Forty minutes.", customer=HELENE, unit="lille-a"),
        ResponseDraft("paper", "2", AT + timedelta(days=9), "nps", 9, customer=HELENE, unit="lille-a"),
    ]
    record_responses(drafts, by=BY)
    [found] = find_customers([HELENE])
    assert found
    return found


def _told(cast: Cast, role: Role, customer: int) -> Sequence[Moment]:
    with stopped_at(AT + timedelta(days=20)):
        page = cast.client(role).get(f"/customers/{customer}/")
    moments: Sequence[Moment] = page.context["moments"]
    return moments


def test_each_sees_what_their_rights_let_them_see(cast: Cast, helene: int) -> None:
    kinds = {
        role: [moment.kind for moment in _told(cast, role, helene)]
        for role in (Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR, Role.DATA_PROTECTION)
    }

    assert kinds == {
        Role.MANAGER: ["answer", "answer", "message", "question", "contact"],
        Role.SUPERVISOR: ["answer", "answer", "question", "contact"],
        Role.ADVISOR: ["answer", "answer", "contact"],
        Role.DATA_PROTECTION: ["message", "question", "contact"],
    }


def test_an_answer_is_told_with_its_scores_and_words(cast: Cast, helene: int) -> None:
    poor = _told(cast, Role.ADVISOR, helene)[1]

    assert str(poor.title) == "Recommendation 3 out of 10"
    assert poor.details[0] == "Ease 7 out of 7 (1 is best)"
    assert (poor.words, poor.tone) == ("Forty minutes.", "bad")


def test_nothing_is_told_of_an_anonymous_programme(cast: Cast, helene: int) -> None:
    Programme.objects.update(anonymous=True)

    told = _told(cast, Role.MANAGER, helene)

    assert "question" not in {moment.kind for moment in told}


def test_scores_over_time_put_the_best_at_the_top(cast: Cast, helene: int) -> None:
    recommendation, ease = scores_over_time(_responses(cast.viewer(Role.ADVISOR), [helene]))

    assert [(point.score, point.across) for point in recommendation.points] == [(3, "8.0%"), (9, "98.0%")]
    assert (recommendation.best, ease.best) == (10, 1)
    assert float(recommendation.points[1].down[:-1]) < float(recommendation.points[0].down[:-1])
    assert ease.points[0].down == "92.0%"
    assert scores_over_time(_responses(cast.viewer(Role.DATA_PROTECTION), [helene])) == []
