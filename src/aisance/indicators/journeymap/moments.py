"""Moments of truth, delight and annoyance: marked on a step by a person, with a sentence, and taken off again."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.indicators.asking import unknown
from aisance.indicators.contracts import IndicatorError
from aisance.indicators.models import Moment
from aisance.journeys.public import steps

LONGEST = 200


def moments_at(step_ids: Iterable[int]) -> list[Moment]:
    """The moments marked on these steps, in the order in which they were marked."""
    return list(Moment.objects.filter(step_id__in=list(step_ids)).order_by("marked_at", "pk"))


def mark_moment(*, step: str, kind: str, words: str, by: Viewer) -> Moment:
    """Mark a step, by its code, as a moment. Raises IndicatorError for what is not known or marked already."""
    ids = {card.code: card.id for card in steps()}
    if step not in ids:
        raise unknown("step", step, tuple(ids))
    if kind not in Moment.Kind.values:
        raise unknown("kind", kind, tuple(Moment.Kind.values))
    sentence = " ".join(words.split())
    if not sentence or len(sentence) > LONGEST or not sentence.isprintable():
        raise IndicatorError(_("Say in at most 200 characters what happens there."), field="words", value=words[:60])
    try:
        return _marked(ids[step], step, kind, sentence, by)
    except IntegrityError as problem:
        raise IndicatorError(_("This is marked on the step already."), field="words", value=sentence) from problem


@transaction.atomic
def _marked(step_id: int, code: str, kind: str, words: str, by: Viewer) -> Moment:
    moment = Moment.objects.create(
        step_id=step_id, kind=kind, words=words, marked_by_id=by.person_id, marked_at=clock.now()
    )
    changes = {"step": [None, code], "kind": [None, kind], "words": [None, words]}
    audit.record(by, "moment.marked", what="moment", which=moment.pk, changes=changes)
    return moment


@transaction.atomic
def remove_moment(*, moment_id: int, by: Viewer) -> bool:
    """Take a moment off its step; false where there is none of this number (any more)."""
    moment = Moment.objects.select_for_update().select_related("step").filter(pk=moment_id).first()
    if moment is None:
        return False
    changes = {"step": [moment.step.code, None], "kind": [moment.kind, None], "words": [moment.words, None]}
    audit.record(by, "moment.removed", what="moment", which=moment.pk, changes=changes)
    moment.delete()
    return True
