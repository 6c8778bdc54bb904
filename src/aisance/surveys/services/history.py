"""Records what a programme did before it was here: the demo company's past, or another tool's."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.journeys.contracts import InteractionCard
from aisance.journeys.public import interactions
from aisance.outreach.public import note_past
from aisance.surveys.collection.contracts import OWN_SOURCE
from aisance.surveys.contracts import PastDecision
from aisance.surveys.models import Invitation, Programme, ProgrammeVersion
from aisance.surveys.queries.questions import scales_asked
from aisance.surveys.services.deciding import version_in_force
from aisance.surveys.services.pressing import request_of
from aisance.surveys.services.rows import (
    AnswerRow,
    InvitationRow,
    ResponseRow,
    insert_answers,
    insert_invitations,
    insert_responses,
)
from aisance.surveys.tokens import new_token


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
        rows = [_invitation(version, past, cards[past.interaction_id]) for past in fresh.values()]
        invitations = insert_invitations(rows)
        asked = {
            invitations[row.interaction_id]: row
            for row in rows
            if row.interaction_id and row.customer_id and row.sent_at
        }
        note_past([request_of(pk, version, row, row.due_at) for pk, row in asked.items()])
        _add_responses({invitations[pk]: past for pk, past in fresh.items() if past.answers}, version, cards)
        audit.record(by, "history.recorded", what="programme", which=programme.code, changes={"decisions": len(fresh)})
    return len(fresh)


def _invitation(version: ProgrammeVersion, past: PastDecision, card: InteractionCard) -> InvitationRow:
    due_at = past.sent_at or past.decided_at
    return InvitationRow(
        programme_id=version.programme_id,
        version_id=version.pk,
        interaction_id=card.id,
        customer_id=past.customer_id,
        unit_id=card.unit_id,
        language=past.language,
        state=past.state.value,
        reason=past.reason,
        decided_at=past.decided_at,
        day=clock.local_day(past.decided_at),
        due_at=due_at,
        expires_at=due_at + timedelta(hours=version.valid_hours),
        token=new_token(),
        sent_at=past.sent_at,
        opened_at=past.opened_at,
        reached=len(version.questions) if past.completed_at else min(len(past.answers), len(version.questions)),
    )


def _add_responses(
    answered: Mapping[int, PastDecision], version: ProgrammeVersion, cards: Mapping[int, InteractionCard]
) -> None:
    """Write what was answered, by invitation."""
    rows = [_response(pk, version, past, cards[past.interaction_id]) for pk, past in answered.items()]
    scales = scales_asked({question for past in answered.values() for question, _score, _text in past.answers})
    answers: list[AnswerRow] = []
    for _source, external_id, pk in insert_responses(rows):
        past = answered[int(external_id)]
        day = clock.local_day(_answered_at(past))
        for question, score, text in past.answers:
            code = scales[question].code if question in scales else ""
            answers.append(AnswerRow(pk, str(question), code, score, text, day))
    insert_answers(answers)


def _answered_at(past: PastDecision) -> datetime:
    return past.opened_at or past.decided_at


def _response(invitation_id: int, version: ProgrammeVersion, past: PastDecision, card: InteractionCard) -> ResponseRow:
    return ResponseRow(
        source=OWN_SOURCE,
        external_id=str(invitation_id),
        kind=version.programme.kind,
        customer_id=past.customer_id,
        channel=card.channel.value,
        step_id=card.step_id,
        reason_id=card.reason_id,
        unit_id=card.unit_id,
        advisor_id=card.advisor_id,
        language=past.language,
        answered_at=_answered_at(past),
        completed_at=past.completed_at,
        invitation_id=invitation_id,
        version_id=version.pk,
        interaction_id=card.id,
    )
