"""Requests of customers about their data: taken in, proved, extended, settled."""

from datetime import date

from django.db import transaction

from aisance.consent.models import KeptByDuty, Request
from aisance.consent.rights.rules import due_on
from aisance.core import audit, clock
from aisance.core.decisions import Allowed, Decision, Refused
from aisance.core.permissions import Viewer

State = Request.State


@transaction.atomic
def take_request(
    *,
    kind: str,
    customer_id: int | None,
    via: str,
    received_on: date,
    by: Viewer,
    said: str = "",
    asked_by: str = "",
    language: str = "en",
) -> Request:
    """Write down what somebody asked; the month to answer runs from the day it was received."""
    request = Request.objects.create(
        kind=kind,
        customer_id=customer_id,
        said=said,
        asked_by=asked_by,
        language=language,
        via=via,
        received_on=received_on,
        due_on=due_on(received_on),
        added_at=clock.now(),
        added_by=by.name[:150],
    )
    audit.record(by, "request.taken", what="data_request", which=request.pk, changes={"kind": kind, "via": via})
    return request


@transaction.atomic
def name_customer(request: Request, customer_id: int, *, by: Viewer) -> None:
    """Say whom an open request is about."""
    Request.objects.filter(pk=request.pk).update(customer=customer_id)
    audit.record(by, "request.named", what="data_request", which=request.pk)


@transaction.atomic
def prove_identity(request: Request, proof: str, *, by: Viewer) -> None:
    """Write down how it was checked that the customer is who asks."""
    Request.objects.filter(pk=request.pk).update(
        proof=proof, proved_at=clock.now(), proved_by=by.name[:150], state=State.DOING
    )
    audit.record(by, "request.proved", what="data_request", which=request.pk, changes={"proof": proof})


@transaction.atomic
def extend(request: Request, because: str, *, by: Viewer) -> Decision:
    """Two months more, once, within the first month and with a reason that the customer is told (article 12(3))."""
    if request.extended_because:
        return Refused("extended")
    if clock.today() > request.due_on:
        return Refused("late")
    later = due_on(request.received_on, extended=True)
    Request.objects.filter(pk=request.pk).update(due_on=later, extended_because=because)
    changes = {"due_on": [request.due_on.isoformat(), later.isoformat()]}
    audit.record(by, "request.extended", what="data_request", which=request.pk, changes=changes)
    return Allowed()


@transaction.atomic
def settle(request: Request, outcome: str, *, refused: bool = False, by: Viewer) -> None:
    """The answer is given: nothing is left to do. After an erasure the words and the address of who asked go too."""
    state = State.REFUSED if refused else State.DONE
    Request.objects.filter(pk=request.pk).update(
        state=state, outcome=outcome, settled_at=clock.now(), settled_by=by.name[:150]
    )
    if Request.objects.filter(pk=request.pk, erasure__isnull=False).exists():
        Request.objects.filter(pk=request.pk).update(said="", asked_by="", outcome="")
    audit.record(by, "request.settled", what="data_request", which=request.pk, changes={"state": state})


@transaction.atomic
def keep_by_duty(request: Request, holding: str, because: str, until: date, *, by: Viewer) -> None:
    """Leave a holding of this customer as it is until a day, whatever is erased."""
    if request.customer_id is None:
        raise ValueError("Nothing is kept of somebody who is not known.")
    KeptByDuty.objects.update_or_create(
        customer_id=request.customer_id,
        holding=holding,
        defaults={"because": because, "until": until, "added_at": clock.now(), "added_by": by.name[:150]},
    )
    changes = {"holding": holding, "until": until.isoformat()}
    audit.record(by, "duty.noted", what="data_request", which=request.pk, changes=changes)


def note_taken(request: Request, form: str, *, by: Viewer) -> None:
    """On record: somebody took all that is held about a customer away as a file."""
    audit.record(by, "request.data_taken", what="data_request", which=request.pk, changes={"form": form})
