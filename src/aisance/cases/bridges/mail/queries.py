"""Mail, as those who may see it do."""

from django.db.models import Q, QuerySet

from aisance.cases.models import InboundMail
from aisance.cases.permissions import ASSIGN
from aisance.cases.queries.reading import cases_seen
from aisance.core.permissions import Viewer

State = InboundMail.State


def mail_to_sort(viewer: Viewer, state: str = State.APART) -> QuerySet[InboundMail]:
    """What waits for whoever gives out cases, oldest first; or what lies aside, newest first."""
    rows = InboundMail.objects.filter(_sorted_by(viewer), state=state).select_related("case", "unit")
    return rows.order_by("received_at", "pk") if state == State.APART else rows.order_by("-received_at", "-pk")


def count_to_sort(viewer: Viewer) -> int:
    """How many mails wait; for the masthead."""
    return mail_to_sort(viewer).order_by().count()


def mail_for(viewer: Viewer, mail_id: int) -> InboundMail | None:
    """A mail of a case the viewer sees, or one they may sort; null for all others."""
    theirs = Q(state=State.IN_CASE, case__in=cases_seen(viewer))
    apart = Q(state__in=[State.APART, State.ASIDE]) & _sorted_by(viewer)
    return InboundMail.objects.filter(theirs | apart).select_related("case", "unit").filter(pk=mail_id).first()


def mails_of_case(viewer: Viewer, case_id: int) -> QuerySet[InboundMail]:
    """The mails that lie in a case, if the viewer may see it, newest first."""
    rows = InboundMail.objects.filter(state=State.IN_CASE, case__in=cases_seen(viewer).filter(pk=case_id))
    return rows.prefetch_related("files").order_by("-received_at", "-pk")


def _sorted_by(viewer: Viewer) -> Q:
    return viewer.scope(ASSIGN).rows("unit")
