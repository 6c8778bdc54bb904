"""What surveys tell on the page of a customer: whether they were asked, what they answered, their scores over time.

Nothing of an anonymous programme is told, not even that it asked: who took part in it is nobody's business.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from aisance.core.permissions import Viewer
from aisance.core.translated import translated
from aisance.customers.public import members
from aisance.journeys.public import channel_names
from aisance.surveys.contracts import GivenScore, InvitationState, LatestAnswer, NotAskedReason, ProgrammeKind
from aisance.surveys.models import REASON_NAMES, Invitation, Response
from aisance.surveys.permissions import VIEW_ANSWERS, VIEW_PROGRAMMES
from aisance.surveys.queries.answers import as_read, responses_seen_by
from aisance.surveys.queries.over_time import scores_over_time
from aisance.ui.blocks import shown_at
from aisance.ui.timeline import Moment, tells

NOT_ASKED = pgettext_lazy("time line", "Not asked")
STATE_TITLES = {
    InvitationState.PLANNED: pgettext_lazy("time line", "Will be asked"),
    InvitationState.REFUSED: NOT_ASKED,
    InvitationState.SENDING: pgettext_lazy("time line", "Asked"),
    InvitationState.DELIVERED: pgettext_lazy("time line", "Asked"),
    InvitationState.FAILED: pgettext_lazy("time line", "Could not be asked"),
}


@tells("question", pgettext_lazy("time line", "Asked or not"))
def tell_questions(
    viewer: Viewer, customer_ids: Sequence[int], before: datetime | None, limit: int
) -> Iterable[Moment]:
    """The decisions to ask or not, for whoever may see these."""
    rows = Invitation.objects.filter(
        viewer.scope(VIEW_PROGRAMMES).rows("unit"), customer_id__in=customer_ids, programme__anonymous=False
    )
    rows = rows.exclude(programme__kind=ProgrammeKind.EMPLOYEE).select_related("programme")
    rows = rows.filter(decided_at__lt=before) if before else rows
    return [_decision(row) for row in rows.order_by("-decided_at", "-pk")[:limit]]


def _decision(row: Invitation) -> Moment:
    state = InvitationState(row.state)
    details = [translated(row.programme.name) or row.programme.code]
    if state is InvitationState.REFUSED:
        known = row.reason in NotAskedReason
        details.append(str(REASON_NAMES[NotAskedReason(row.reason)]) if known else row.reason)
    elif state is InvitationState.PLANNED:
        details.append(_("due %(when)s") % {"when": date_format(localtime(row.due_at), "j N Y, H:i")})
    return Moment(row.decided_at, "question", STATE_TITLES[state], tuple(details))


@tells("answer", pgettext_lazy("time line", "Answers"))
def tell_answers(viewer: Viewer, customer_ids: Sequence[int], before: datetime | None, limit: int) -> Iterator[Moment]:
    """The answers that the viewer may read, with their scores and words."""
    rows = _responses(viewer, customer_ids)
    channels = channel_names()
    for answer in as_read((rows.filter(answered_at__lt=before) if before else rows)[:limit]):
        yield _answered(answer, channels)


def _responses(viewer: Viewer, customer_ids: Iterable[int]) -> QuerySet[Response]:
    if not viewer.holds(VIEW_ANSWERS):
        return Response.objects.none()
    theirs = responses_seen_by(viewer).filter(customer_id__in=list(customer_ids))
    return theirs.exclude(version__programme__anonymous=True)


def _answered(answer: LatestAnswer, channels: dict[str, str]) -> Moment:
    said = [_said(score) for score in answer.scores if score.scale.code != "component_2"]
    title = said[0] if said else pgettext_lazy("time line", "Answered")
    after = [channels[answer.channel]] if answer.channel else []
    bad = any(_is_poor(score) for score in answer.scores[:1])
    return Moment(answer.at, "answer", title, (*said[1:], *after), words=answer.text, tone="bad" if bad else "")


def _is_poor(score: GivenScore) -> bool:
    """Whether a score lies in the worse two fifths of its scale: something to know before the next contact."""
    scale = score.scale
    distance = scale.maximum - score.score if scale.low_is_good else score.score - scale.minimum
    return distance < 0.4 * (scale.maximum - scale.minimum)


def _said(score: GivenScore) -> str:
    """As "Recommendation 3 out of 10"; where low is good the reader is told so."""
    words = {"name": score.name, "score": score.words or score.score, "most": score.scale.maximum}
    if score.words:
        return f"{score.name}{pgettext('between a name and what it holds', ': ')}{score.words}"
    if score.scale.low_is_good:
        return _("%(name)s %(score)s out of %(most)s (%(least)s is best)") % {**words, "least": score.scale.minimum}
    return _("%(name)s %(score)s out of %(most)s") % words


@shown_at("customer-scores")
def scores_of(viewer: Viewer, customer_id: int) -> tuple[str, dict[str, Any]] | None:
    """The scores of ease and recommendation over time, each as a point; one person's are never averaged."""
    rows = members([customer_id]).get(customer_id, ())
    drawings = scores_over_time(_responses(viewer, rows))
    return ("surveys/customer_scores.html", {"drawings": drawings}) if drawings else None
