"""Inner feedback: a minute to report, no person where none was wanted, and an answer."""

import pytest

from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.improvement.contracts import About, ImprovementError, TopicStatus
from aisance.improvement.inner.queries import counts_by_team, topics_seen
from aisance.improvement.inner.services import answer_topic, join_topics, report, say_me_too
from aisance.improvement.models import Report, Topic
from tests.cast import Cast


def reported(cast: Cast, title: str, role: Role = Role.ADVISOR, **more: object) -> Topic:
    given: dict[str, object] = {"about": About.TOOL, "key": title, **more}
    return report(title=title, by=cast.viewer(role), **given)  # type: ignore[arg-type]  # the fields by name


def test_a_form_sent_twice_is_one_report(cast: Cast) -> None:
    first, again = reported(cast, "Slow billing tool"), reported(cast, "Slow billing tool")

    assert first.pk == again.pk
    assert Report.objects.count() == 1


def test_without_a_name_no_person_is_written_anywhere(cast: Cast) -> None:
    topic = reported(cast, "Nobody explains refunds", unnamed=True, words="Every day")

    row = Report.objects.get(topic=topic)
    assert (row.person_id, row.unit.code) == (None, "lille-a")
    entry = AuditEntry.objects.get(action="inner.reported")
    assert (entry.person_id, entry.address) == (None, "a colleague who asked not to be named")


def test_few_reports_without_a_name_are_not_counted_by_team(cast: Cast) -> None:
    for number in range(4):
        reported(cast, f"Secret {number}", unnamed=True)
    reported(cast, "Open")
    assert counts_by_team(cast.viewer(Role.SUPERVISOR)) == {"Lille A": None}

    reported(cast, "Secret 5", unnamed=True)

    assert counts_by_team(cast.viewer(Role.SUPERVISOR)) == {"Lille A": 6}


def test_me_too_counts_once(cast: Cast) -> None:
    topic = reported(cast, "Slow billing tool")
    supervisor = cast.viewer(Role.SUPERVISOR)

    assert say_me_too(topic_id=topic.pk, key="a", by=supervisor)
    assert not say_me_too(topic_id=topic.pk, key="b", by=supervisor)
    assert topic.reports.count() == 2


def test_topics_that_say_the_same_are_joined(cast: Cast) -> None:
    one, other = reported(cast, "Slow billing tool"), reported(cast, "Billing hangs", Role.SUPERVISOR, words="At nine")
    by = cast.viewer(Role.MANAGER)

    join_topics(topic_id=other.pk, into_id=one.pk, by=by)

    assert [topic.pk for topic in topics_seen(by)] == [one.pk]
    assert one.reports.count() == 2
    with pytest.raises(ImprovementError):
        join_topics(topic_id=other.pk, into_id=one.pk, by=by)


def test_the_end_of_a_topic_needs_words(cast: Cast) -> None:
    topic = reported(cast, "Slow billing tool")

    with pytest.raises(ImprovementError):
        answer_topic(
            topic_id=topic.pk, status=TopicStatus.DONE, answer=" ", is_shared=False, by=cast.viewer(Role.MANAGER)
        )

    assert Topic.objects.get().status == TopicStatus.NEW


def test_an_advisor_reports_in_a_minute_and_reads_the_answer(cast: Cast) -> None:
    advisor, manager = cast.client(Role.ADVISOR), cast.client(Role.MANAGER)
    assert advisor.post("/inner/", {"title": "", "about": "tool", "key": "k"}).status_code == 422
    assert advisor.post("/inner/", {"title": "Slow tool", "about": "tool", "key": "k"}).status_code == 302
    topic = Topic.objects.get()

    assert advisor.get(f"/inner/{topic.pk}/").status_code == 403
    assert advisor.post(f"/inner/{topic.pk}/", {"status": "done", "answer": "x"}).status_code == 403
    assert Topic.objects.get().status == TopicStatus.NEW
    answered = {"status": "done", "answer": "The server was replaced on Monday.", "is_shared": "on"}
    assert manager.post(f"/inner/{topic.pk}/", answered).status_code == 302

    text = advisor.get("/inner/").content.decode()
    assert "The server was replaced on Monday." in text
    assert "yours too" in text


def test_reports_of_another_country_are_not_there(cast: Cast) -> None:
    topic = reported(cast, "Everybody’s tool", Role.MANAGER)

    client = cast.client(Role.SUPERVISOR)
    assert client.get(f"/inner/{topic.pk}/").status_code == 404
    assert client.post(f"/inner/{topic.pk}/me-too/", {"key": "z"}).status_code == 404
    assert Report.objects.count() == 1
