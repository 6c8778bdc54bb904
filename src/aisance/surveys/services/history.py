"""Records what a programme did before it was here: the demo company's past, or another tool's."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.journeys.contracts import InteractionCard
from aisance.journeys.public import interactions
from aisance.surveys.contracts import PastDecision
from aisance.surveys.models import Answer, Invitation, Programme, ProgrammeVersion, Response
from aisance.surveys.services.deciding import version_in_force
from aisance.surveys.services.recording import OWN_SOURCE
from aisance.surveys.tokens import new_token
from aisance.surveys.wording import scale_asked


def record_history(*, programme_id: int, decisions: Sequence[PastDecision], by: Viewer) -> int:
    """Record past decisions and their answers, in bulk, one transaction; how many were new.

    An interaction about which the programme has decided already keeps that decision.
    """
    programme = Programme.objects.get(pk=programme_id)
    version = version_in_force(programme)
    if version is None:
        raise ValueError("The programme has no published version.")
    with transaction.atomic():
        held = Invitation.objects.filter(programme=programme, interaction_id__in=[d.interaction_id for d in decisions])
        known = set(held.values_list("interaction_id", flat=True))
        fresh = {d.interaction_id: d for d in decisions if d.interaction_id not in known}
        cards = {card.id: card for card in interactions(fresh)}
        invitations = Invitation.objects.bulk_create(
            [_invitation(version, d, cards[d.interaction_id]) for d in fresh.values()], batch_size=500
        )
        _add_responses([i for i in invitations if fresh[i.interaction_id].answers], version, fresh, cards)
        audit.record(by, "history.recorded", what="programme", which=programme.code, changes={"decisions": len(fresh)})
    return len(fresh)


def _invitation(version: ProgrammeVersion, past: PastDecision, card: InteractionCard) -> Invitation:
    due_at = past.sent_at or past.decided_at
    return Invitation(
        programme_id=version.programme_id,
        version=version,
        interaction_id=card.id,
        customer_id=past.customer_id,
        unit_id=card.unit_id,
        language=past.language,
        state=past.state.value,
        reason=past.reason,
        decided_at=past.decided_at,
        due_at=due_at,
        expires_at=due_at + timedelta(hours=version.valid_hours),
        token=new_token(),
        sent_at=past.sent_at,
        opened_at=past.opened_at,
        reached=len(version.questions) if past.completed_at else len(past.answers),
    )


def _add_responses(
    invitations: Sequence[Invitation],
    version: ProgrammeVersion,
    decisions: Mapping[int, PastDecision],
    cards: Mapping[int, InteractionCard],
) -> None:
    responses = Response.objects.bulk_create(
        [_response(i, version, decisions[i.interaction_id], cards[i.interaction_id]) for i in invitations],
        batch_size=500,
    )
    now, rows = clock.now(), []
    for response in responses:
        for question, score, text in decisions[response.interaction_id or 0].answers:
            scale = scale_asked(question.value)
            rows.append(
                Answer(
                    response=response,
                    question=question.value,
                    scale=scale.code if scale else "",
                    score=score,
                    text=text,
                    day=clock.local_day(response.answered_at),
                    recorded_at=now,
                )
            )
    Answer.objects.bulk_create(rows, batch_size=1000)


def _response(invitation: Invitation, version: ProgrammeVersion, past: PastDecision, card: InteractionCard) -> Response:
    return Response(
        source=OWN_SOURCE,
        external_id=str(invitation.pk),
        invitation=invitation,
        version=version,
        interaction_id=card.id,
        customer_id=past.customer_id,
        channel=card.channel.value,
        step_id=card.step_id,
        reason_id=card.reason_id,
        unit_id=card.unit_id,
        advisor_id=card.advisor_id,
        language=past.language,
        answered_at=past.opened_at or past.decided_at,
        completed_at=past.completed_at,
    )
