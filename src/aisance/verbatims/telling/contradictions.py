"""Words that say the opposite of the score beside them: counted, listed, done with."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.surveys.public import set_apart
from aisance.verbatims.contracts import Feeling, Flag
from aisance.verbatims.models import SeenContradiction, Verbatim
from aisance.verbatims.rules import BITS
from aisance.verbatims.telling.held import Chosen
from aisance.verbatims.telling.quotes import texts_of
from aisance.verbatims.telling.shares import Share, share

BIT = BITS[Flag.CONTRADICTION]


@dataclass(frozen=True, slots=True)
class Counted:
    """Of the texts with a score and a feeling, those that contradict it in either way; and how many are open."""

    angry: Share
    kind: Share
    open_angry: int
    open_kind: int


def contradictions(viewer: Viewer, chosen: Chosen) -> QuerySet[Verbatim]:
    """The texts whose words contradict their score; those not seen yet first, the newest first."""
    rows = texts_of(viewer, chosen).filter(flags__gte=BIT).exclude(flags__gte=2 * BIT)
    return rows.select_related("seen__by").order_by(F("seen__at").asc(nulls_first=True), "-day", "-pk")


def counted(viewer: Viewer, chosen: Chosen) -> Counted:
    """How often either kind happens, of the texts with a score and a feeling that is not neither."""
    texts = texts_of(viewer, chosen).filter(feeling__isnull=False, answer__response__answers__score__isnull=False)
    n = texts.values("pk").distinct().count()
    found = list(contradictions(viewer, chosen).values_list("feeling", "seen__at"))
    angry = [seen for feeling, seen in found if feeling == Feeling.BAD]
    kind = [seen for feeling, seen in found if feeling == Feeling.GOOD]
    return Counted(share(len(angry), n), share(len(kind), n), _open(angry), _open(kind))


def _open(seen: Sequence[object]) -> int:
    return sum(at is None for at in seen)


@transaction.atomic
def set_apart_upside_down(*, verbatim: Verbatim, by: Viewer) -> bool:
    """Say that the scale was read upside down, so that the answer counts in no figure; False where it was seen."""
    is_new = mark_seen(verbatim=verbatim, outcome=SeenContradiction.Outcome.SCALE_READ_UPSIDE_DOWN, by=by)
    if is_new:
        set_apart([verbatim.answer.response_id], by=by)
    return is_new


def take_up(response_id: int, *, by: Viewer) -> int:
    """Say of the words of a response that contradict their score that somebody looks after the customer; how many."""
    rows = Verbatim.objects.filter(answer__response_id=response_id, flags__gte=BIT).exclude(flags__gte=2 * BIT)
    return sum(mark_seen(verbatim=row, outcome=SeenContradiction.Outcome.FOLLOWED_UP, by=by) for row in rows)


@transaction.atomic
def mark_seen(*, verbatim: Verbatim, outcome: str, by: Viewer) -> bool:
    """Say what somebody made of a contradiction; False where it was said before, and nothing changes."""
    _seen, is_new = SeenContradiction.objects.get_or_create(
        verbatim=verbatim, defaults={"outcome": outcome, "by_id": by.person_id, "at": clock.now()}
    )
    if is_new:
        audit.record(by, "contradiction.seen", what="verbatim", which=verbatim.pk, changes={"outcome": outcome})
    return is_new
