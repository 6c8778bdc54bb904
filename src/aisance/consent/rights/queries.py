"""Reads of requests: the queue, and one of them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from aisance.consent.models import Erasure, KeptByDuty, Request
from aisance.consent.rights.permissions import handles_requests
from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.customers.public import members

UNSETTLED = (Request.State.OPEN, Request.State.DOING)


def requests_waiting(viewer: Viewer) -> QuerySet[Request]:
    """What is to be answered, the soonest due first."""
    handles_requests(viewer)
    return Request.objects.filter(state__in=UNSETTLED).order_by("due_on", "pk")


def requests_settled(viewer: Viewer) -> QuerySet[Request]:
    """What was answered, the latest first."""
    handles_requests(viewer)
    return Request.objects.exclude(state__in=UNSETTLED).order_by("-settled_at", "-pk")


def request_of(viewer: Viewer, number: int) -> Request:
    """One request. Raises PermissionDenied, or Http404."""
    handles_requests(viewer)
    row = Request.objects.filter(pk=number).first()
    if row is None:
        raise Http404
    return row


def requests_about(customer_id: int) -> QuerySet[Request]:
    """What is to be answered to this person."""
    rows = members([customer_id]).get(customer_id, (customer_id,))
    return Request.objects.filter(customer_id__in=rows, state__in=UNSETTLED).order_by("due_on")


def erasure_of(request: Request) -> Erasure | None:
    """The erasure that a request led to."""
    return Erasure.objects.filter(request=request).first()


def duties_about(customer_id: int | None) -> list[KeptByDuty]:
    """What of this person has to be kept, and until when."""
    if customer_id is None:
        return []
    rows = members([customer_id]).get(customer_id, ())
    return list(KeptByDuty.objects.filter(customer_id__in=rows).order_by("until"))


@dataclass(frozen=True, slots=True)
class Standing:
    """How the queue stands today."""

    waiting: int
    late: int
    next_due: date | None


def standing(viewer: Viewer) -> Standing:
    """How many wait, how many of them are late, and when the next is due."""
    rows = requests_waiting(viewer)
    counts = rows.order_by().aggregate(waiting=Count("pk"), late=Count("pk", filter=Q(due_on__lt=clock.today())))
    first = rows.first()
    return Standing(counts["waiting"], counts["late"], first.due_on if first else None)
