"""What became of the cause once a plan ended, who asked for it, and who is told."""

from django.db import transaction
from django.utils.translation import gettext as _

from aisance.accounts.public import root_unit
from aisance.advocacy.public import finish_ideas, mend_cause
from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.improvement.contracts import CauseFate, ImprovementError, PlanStatus, TopicStatus
from aisance.improvement.inner.services import answer_topic
from aisance.improvement.models import Plan, PlanEntry, PlanIdea, Topic


def mends(plan: Plan) -> bool:
    """Whether the end of this plan can mend a cause for all: a contact reason, in the whole company."""
    return plan.reason_id is not None and plan.unit_id == root_unit().id


def say_of_cause(*, plan_id: int, fate: CauseFate, words: str, by: Viewer) -> Plan:
    """Say once what became of the cause of a plan that has ended, and why one says so.

    Removed, the cause is noted as mended, so that customers lost by it may be asked back; ideas that asked for it are
    done, which their authors are told; so are the topics that colleagues reported. Raises ImprovementError.
    """
    if not words.strip():
        raise ImprovementError(_("Say in a sentence how you know: those who asked for it read it."), field="words")
    with transaction.atomic():
        plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan_id)
        if plan.status != PlanStatus.MEASURED:
            raise ImprovementError(_("First keep the measure and end the plan."))
        if plan.cause == CauseFate.REMOVED:
            raise ImprovementError(_("The cause was said to be gone already, and people were told so."))
        plan.cause = fate
        plan.save(update_fields=["cause"])
        data = {"fate": fate.value} | (_removed(plan, words, by) if fate == CauseFate.REMOVED else {})
        PlanEntry.objects.create(plan=plan, kind="cause", at=clock.now(), by_id=by.person_id, words=words, data=data)
        audit.record(by, "plan.cause", what="plan", which=plan.pk, changes=data)
    return plan


def _removed(plan: Plan, words: str, by: Viewer) -> dict[str, object]:
    mended = None
    if mends(plan):
        mended = mend_cause(reason_id=plan.reason_id or 0, since=clock.today(), words=words, plan=plan.pk, by=by)
    told = finish_ideas(list(plan.ideas.values_list("idea_id", flat=True)), reply=words, by=by)
    topics = list(plan.topics.filter(joined_into=None).exclude(status=TopicStatus.DONE))
    for topic in topics:
        answer_topic(topic_id=topic.pk, status=TopicStatus.DONE, answer=words, is_shared=topic.is_shared, by=by)
    return {"mended": mended, "told": told, "topics": len(topics)}


def ask_for_plan(*, plan_id: int, idea_id: int | None = None, topic_id: int | None = None, by: Viewer) -> None:
    """Say that an idea or a topic asked for what a plan does; a topic belongs to the plan that was named last."""
    with transaction.atomic():
        plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan_id)
        if plan.cause == CauseFate.REMOVED or plan.status == PlanStatus.STOPPED:
            raise ImprovementError(_("The plan is over: nobody will be told any more."))
        if idea_id:
            PlanIdea.objects.get_or_create(plan=plan, idea_id=idea_id)
        if topic_id:
            Topic.objects.filter(pk=topic_id, joined_into=None).update(plan=plan)
        changes = {"idea": idea_id, "topic": topic_id}
        audit.record(by, "plan.linked", what="plan", which=plan.pk, changes=changes)
