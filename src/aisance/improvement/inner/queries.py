"""What was reported, as far as somebody may see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from aisance.core.permissions import Right, Viewer
from aisance.improvement.inner.rules import counts_shown
from aisance.improvement.models import Report, Topic
from aisance.improvement.permissions import ANSWER_INNER, REPORT_INNER

ENDED = ("done", "not done")


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic with how many reported it, and whether the viewer is among them by name."""

    topic: Topic
    reports: int
    mine: bool


def topics_seen(viewer: Viewer, right: Right = REPORT_INNER) -> QuerySet[Topic]:
    """Topics reported from the viewer's units, and those that were shared with everybody; open ones first."""
    theirs = Report.objects.filter(viewer.scope(right).rows("unit"), topic=OuterRef("pk"))
    shown = Q(Exists(theirs)) if right == ANSWER_INNER else Q(Exists(theirs)) | Q(is_shared=True)
    rows = Topic.objects.filter(shown, joined_into=None).annotate(count=Count("reports", distinct=True))
    return rows.annotate(over=Q(status__in=ENDED)).order_by("over", "-count", "-pk")


def topic_lines(viewer: Viewer) -> list[TopicLine]:
    """The topics of the list."""
    mine = set(Report.objects.filter(person_id=viewer.person_id or 0).values_list("topic_id", flat=True))
    return [TopicLine(topic, topic.count, topic.pk in mine) for topic in topics_seen(viewer)]  # type: ignore[attr-defined]  # annotated


def topic_seen(viewer: Viewer, topic_id: int, right: Right = REPORT_INNER) -> Topic | None:
    """One of them; null for one that is not there or not theirs."""
    return topics_seen(viewer, right).filter(pk=topic_id).first()


def reports_shown(viewer: Viewer, topic: Topic) -> Sequence[Report]:
    """The words of the reports from the viewer's units: those without a name also without their team."""
    rows = topic.reports.filter(viewer.scope(ANSWER_INNER).rows("unit")).exclude(words="")
    return list(rows.select_related("unit", "person").order_by("pk"))


def counts_by_team(viewer: Viewer) -> dict[str, int | None]:
    """How many reports each of the viewer's teams made, by the team's name; see `rules.counts_shown`."""
    rows = Report.objects.filter(viewer.scope(ANSWER_INNER).rows("unit")).order_by()
    counted = rows.values_list("unit__name").annotate(named=Count("person"), n=Count("pk"))
    named = {team: had for team, had, _n in counted}
    return counts_shown(named, {team: n - had for team, had, n in counted})
