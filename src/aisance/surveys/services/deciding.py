"""Decides, for each interaction that ended, whether its customer is asked; each decision is stored with its reason."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction

from aisance.core import clock
from aisance.core.decisions import Refused
from aisance.journeys.contracts import InteractionCard
from aisance.journeys.public import interactions
from aisance.surveys.contracts import InvitationState, ProgrammeKind
from aisance.surveys.models import Invitation, Programme, ProgrammeVersion
from aisance.surveys.planning.verdicts import Plan, Verdict, verdicts
from aisance.surveys.queries.candidates import PURPOSE, customers_known, plan_of, room_left
from aisance.surveys.services.pressing import press
from aisance.surveys.services.rows import InvitationRow, insert_invitations
from aisance.surveys.tokens import new_token

__all__ = ["GRACE", "PURPOSE", "decide_invitations", "version_in_force"]

# A contact that had just ended when the programme was switched on, or that a switch tells of only at night, is asked
# about too; a year of history imported later is not.
GRACE = timedelta(hours=24)


def decide_invitations(*, interaction_ids: Iterable[int]) -> int:
    """Plan or refuse an invitation for each eligible interaction and running programme; how many were decided now.

    Eligible is an interaction that ended since the programme runs, or a day before, and fits its audience. Deciding
    twice changes nothing. A handful of queries a programme, whatever the number of interactions.
    """
    cards = sorted(interactions(interaction_ids), key=lambda card: (card.ended_at or card.started_at, card.id))
    with transaction.atomic():
        # The lock puts deciders in a row: two at once could each find that a customer was not asked lately.
        running = Programme.objects.filter(state=Programme.State.RUNNING, kind=ProgrammeKind.HOT)
        programmes = list(running.select_for_update(of=("self",)).select_related("unit").order_by("pk"))
        return sum(_decide(programme, cards) for programme in programmes)


def version_in_force(programme: Programme) -> ProgrammeVersion | None:
    """The published version with the highest number."""
    return programme.versions.filter(published_at__isnull=False).order_by("-number").first()


def _decide(programme: Programme, cards: Sequence[InteractionCard]) -> int:
    version = version_in_force(programme)
    if version is None or programme.running_since is None:
        return 0
    since, plan = programme.running_since - GRACE, plan_of(programme, version)
    eligible = [c for c in cards if c.ended_at and c.ended_at >= since and plan.audience.fits_contact(c)]
    held = Invitation.objects.filter(programme=programme, interaction_id__in=[card.id for card in eligible])
    decided = set(held.values_list("interaction_id", flat=True))
    fresh = [card for card in eligible if card.id not in decided]
    return _store(version, _verdicts(version, plan, fresh)) if fresh else 0


def _verdicts(version: ProgrammeVersion, plan: Plan, cards: Sequence[InteractionCard]) -> list[Verdict]:
    ids = {card.customer_id for card in cards if card.customer_id is not None}
    # What is due before the first of these could be due is past: a contact is due at its end plus the wait, or now.
    first = min(max((card.ended_at or card.started_at) + plan.wait, clock.now()) for card in cards)
    room = room_left(version.programme, version, plan, ids, first)
    known = customers_known(ids, plan)
    return list(verdicts(cards, plan, known, room, now=clock.now(), pilot_day=clock.today()))


def _store(version: ProgrammeVersion, found: Sequence[Verdict]) -> int:
    """Write the decisions, then let contact pressure speak of those who would be asked."""
    rows = [_row(version, verdict) for verdict in found]
    planned = {row.interaction_id: row for row in rows if row.state == InvitationState.PLANNED}
    ids = insert_invitations(rows)
    press(version, {ids[interaction_id]: row for interaction_id, row in planned.items() if interaction_id})
    return len(rows)


def _row(version: ProgrammeVersion, verdict: Verdict) -> InvitationRow:
    now, card, decision = clock.now(), verdict.card, verdict.decision
    return InvitationRow(
        programme_id=version.programme_id,
        version_id=version.pk,
        interaction_id=card.id,
        customer_id=card.customer_id,
        unit_id=card.unit_id,
        language=verdict.language,
        state=(InvitationState.PLANNED if decision else InvitationState.REFUSED).value,
        reason=str(decision.reason) if isinstance(decision, Refused) else "",
        day=clock.local_day(now),
        decided_at=now,
        due_at=verdict.due_at,
        expires_at=verdict.due_at + timedelta(hours=version.valid_hours),
        token=new_token(),
        sent_at=None,
        opened_at=None,
        reached=0,
        route=verdict.route,
    )
