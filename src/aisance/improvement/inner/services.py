"""Takes reports, groups them, answers them."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aisance.accounts.contracts import UnitCard
from aisance.accounts.public import units_in
from aisance.core import audit, clock
from aisance.core.permissions import Viewer, system_viewer
from aisance.improvement.contracts import About, ImprovementError, TopicStatus
from aisance.improvement.models import Report, Topic
from aisance.improvement.permissions import REPORT_INNER

NAMELESS = "a colleague who asked not to be named"


def report(*, title: str, about: About, words: str = "", unnamed: bool = False, key: str, by: Viewer) -> Topic:
    """Report something that gets in the way; a topic of its own, until somebody joins it to another.

    `key` comes with the empty form: the same key again is the same report. Where `unnamed`, nothing is written that
    says who it was, neither here nor in the audit trail.
    """
    known = Report.objects.filter(key=key).select_related("topic").first()
    if known:
        return known.topic
    unit = _own_unit(by)
    try:
        with transaction.atomic():
            topic = Topic.objects.create(title=title, about=about, opened_on=clock.today())
            _add(topic, unit, None if unnamed else by.person_id, words, key)
            who = system_viewer(NAMELESS) if unnamed else by
            audit.record(who, "inner.reported", what="topic", which=topic.pk)
    except IntegrityError:  # sent twice at once: the other one was written
        return Report.objects.select_related("topic").get(key=key).topic
    return topic


def say_me_too(*, topic_id: int, key: str, by: Viewer) -> bool:
    """Say that one has the same; false where one has said so before. It bears one's name."""
    unit = _own_unit(by)
    try:
        with transaction.atomic():
            topic = Topic.objects.get(pk=topic_id, joined_into=None)
            if topic.reports.filter(person_id=by.person_id or 0).exists():
                return False
            _add(topic, unit, by.person_id, "", key)
            audit.record(by, "inner.joined", what="topic", which=topic.pk)
    except IntegrityError:
        return False
    return True


def _add(topic: Topic, unit: UnitCard, person_id: int | None, words: str, key: str) -> None:
    Report.objects.create(topic=topic, unit_id=unit.id, person_id=person_id, words=words, on=clock.today(), key=key)


def _own_unit(by: Viewer) -> UnitCard:
    """The highest unit in which somebody may report: for an advisor, their team."""
    units = units_in(by.scope(REPORT_INNER))
    if not units:
        raise ImprovementError(_("You belong to no unit."))
    return min(units, key=lambda unit: (unit.depth, unit.path))


def answer_topic(*, topic_id: int, status: TopicStatus, answer: str, is_shared: bool, by: Viewer) -> None:
    """Say what becomes of it. Done, or not done, needs words: whoever reported it reads them."""
    if status in (TopicStatus.DONE, TopicStatus.NOT_DONE) and not answer.strip():
        raise ImprovementError(_("Say in a sentence what was done, or why it will not be."), field="answer")
    with transaction.atomic():
        topic = Topic.objects.select_for_update().get(pk=topic_id, joined_into=None)
        before = topic.status
        topic.status, topic.answer, topic.is_shared = status, answer, is_shared
        topic.answered_by_id, topic.answered_at = by.person_id, clock.now()
        topic.save()
        audit.record(by, "inner.answered", what="topic", which=topic.pk, changes={"status": [before, status.value]})


def join_topics(*, topic_id: int, into_id: int, by: Viewer) -> None:
    """Put the reports of one topic under another that says the same."""
    if topic_id == into_id:
        raise ImprovementError(_("A topic cannot be joined to itself."), field="into")
    with transaction.atomic():
        rows = {row.pk: row for row in Topic.objects.select_for_update().filter(pk__in=(topic_id, into_id))}
        topic, into = rows[topic_id], rows[into_id]
        if topic.joined_into_id or into.joined_into_id:
            raise ImprovementError(_("One of them was joined to another already."), field="into")
        said = set(into.reports.filter(words="").exclude(person=None).values_list("person_id", flat=True))
        topic.reports.filter(words="", person_id__in=said).delete()
        moved = topic.reports.update(topic=into)
        topic.joined_into = into
        topic.save(update_fields=["joined_into"])
        audit.record(by, "inner.grouped", what="topic", which=into.pk, changes={"from": topic.pk, "reports": moved})
