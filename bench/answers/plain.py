"""The same write as a plain view writes it: the ORM, a transaction of its own, in the request's thread."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path

from aisance.core import clock, events
from aisance.core.durable import durable_commits
from aisance.journeys.public import interactions
from aisance.lake.public import mark_stale
from aisance.surveys.collection.cells import scale_of_item
from aisance.surveys.collection.contracts import InvitationPlace
from aisance.surveys.collection.reading import is_empty, read_given
from aisance.surveys.contracts import ResponseCompleted
from aisance.surveys.models import Answer, Invitation, Response
from aisance.surveys.questionnaires.rules import items_of
from aisance.surveys.views.answering import by_link
from aisance.surveys.views.customer_pages import Way


def _write(request: HttpRequest, token: str) -> None:
    fields, now = dict(request.POST.lists()), clock.now()
    with transaction.atomic():
        rows = Invitation.objects.select_for_update(of=("self",)).select_related("version", "programme")
        invitation = rows.get(token=token)
        if invitation.is_complete or now > invitation.expires_at or invitation.interaction_id is None:
            return
        items = items_of(invitation.version)
        scales = {item.code: scale_of_item(item, {}) for item in items}
        given = {i.code: read_given(i, scales[i.code], fields, alone=False, prefix=f"{i.code}.") for i in items}
        [contact] = interactions([invitation.interaction_id])
        response = Response.objects.create(
            source="aisance",
            external_id=str(invitation.pk),
            invitation=invitation,
            version=invitation.version,
            kind=invitation.programme.kind,
            interaction_id=invitation.interaction_id,
            customer_id=invitation.customer_id,
            channel=contact.channel.value,
            step_id=contact.step_id,
            reason_id=contact.reason_id,
            unit_id=contact.unit_id,
            advisor_id=contact.advisor_id,
            collected_by="email",
            language=invitation.language,
            answered_at=now,
            completed_at=now,
        )
        Answer.objects.bulk_create(
            Answer(
                response=response,
                question=code,
                scale=scale.code if (scale := scales[code]) else "",
                score=one.score,
                text=one.text,
                value=one.value,
                day=clock.local_day(now),
                recorded_at=now,
            )
            for code, one in given.items()
            if not is_empty(one)
        )
        invitation.opened_at, invitation.reached = now, len(items)
        invitation.save(update_fields=["opened_at", "reached"])
        mark_stale("invitations", [invitation.day])
        events.emit(ResponseCompleted(response.pk))


@by_link
def plain(request: HttpRequest, place: InvitationPlace, way: Way) -> HttpResponse:
    """As the product's other pages commit: on SQLite without a wait for the disk."""
    _write(request, place.token)
    return redirect(way.thanks)


@by_link
def plain_durable(request: HttpRequest, place: InvitationPlace, way: Way) -> HttpResponse:
    """The same, on the disk before it is acknowledged."""
    with durable_commits():
        _write(request, place.token)
    return redirect(way.thanks)


urlpatterns = [
    path("plain/<str:signed>/", plain),
    path("plain-durable/<str:signed>/", plain_durable),
    path("", include("aisance.project.urls")),
]
