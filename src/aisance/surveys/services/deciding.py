"""Decides, for each interaction that ended, whether its customer is asked; each decision is stored with its reason."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from aisance.accounts.public import unit_ids_in
from aisance.core import clock
from aisance.core.decisions import Refused
from aisance.core.scope import Scope
from aisance.customers.contracts import IdentifierKind
from aisance.customers.public import addresses, languages
from aisance.journeys.contracts import InteractionCard
from aisance.journeys.public import interactions
from aisance.outreach.contracts import MessageChannel
from aisance.outreach.public import stopped
from aisance.surveys.contracts import InvitationState
from aisance.surveys.models import Invitation, Programme, ProgrammeVersion
from aisance.surveys.rules import Asking, may_ask
from aisance.surveys.tokens import new_token

PURPOSE = "surveys"
# A contact that had just ended when the programme was switched on, or that a switch tells of only at night, is asked
# about too; a year of history imported later is not.
GRACE = timedelta(hours=24)
ASKED_STATES = [InvitationState.PLANNED.value, InvitationState.SENDING.value, InvitationState.DELIVERED.value]


@dataclass(slots=True)
class _Customers:
    """What is known of the customers of a batch; `asked` grows while the batch is decided."""

    reachable: Collection[int]
    stopped: Collection[int]
    languages: dict[int, str]
    asked: dict[int, list[datetime]]


def decide_invitations(*, interaction_ids: Iterable[int]) -> int:
    """Plan or refuse an invitation for each eligible interaction and running programme; how many were decided now.

    Eligible is an interaction that ended since the programme runs, or a day before, on its channels and steps, in its
    unit. Deciding twice changes nothing. A handful of queries a programme, whatever the number of interactions.
    """
    cards = sorted(interactions(interaction_ids), key=lambda card: (card.ended_at or card.started_at, card.id))
    with transaction.atomic():
        # The lock puts deciders in a row: two at once could each find that a customer was not asked lately.
        running = Programme.objects.filter(state=Programme.State.RUNNING).select_for_update(of=("self",))
        programmes = list(running.select_related("unit").order_by("pk"))
        return sum(_decide(programme, cards) for programme in programmes)


def version_in_force(programme: Programme) -> ProgrammeVersion | None:
    """The published version with the highest number."""
    return programme.versions.filter(published_at__isnull=False).order_by("-number").first()


def _decide(programme: Programme, cards: Sequence[InteractionCard]) -> int:
    version = version_in_force(programme)
    if version is None or programme.running_since is None:
        return 0
    units = set(unit_ids_in(Scope((programme.unit.path or "",))))
    eligible = [c for c in cards if c.unit_id in units and _matches(c, version, programme.running_since)]
    held = Invitation.objects.filter(programme=programme, interaction_id__in=[card.id for card in eligible])
    decided = set(held.values_list("interaction_id", flat=True))
    fresh = [card for card in eligible if card.id not in decided]
    if not fresh:
        return 0
    customers = _customers(fresh, version)
    rows = [_invitation(programme, version, card, customers) for card in fresh]
    return len(Invitation.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True))


def _matches(card: InteractionCard, version: ProgrammeVersion, since: datetime) -> bool:
    return (
        card.ended_at is not None
        and card.ended_at >= since - GRACE
        and (not version.channels or card.channel.value in version.channels)
        and (not version.step_ids or card.step_id in version.step_ids)
    )


def _customers(cards: Sequence[InteractionCard], version: ProgrammeVersion) -> _Customers:
    ids = {card.customer_id for card in cards if card.customer_id is not None}
    by_mail = version.message_channel == MessageChannel.EMAIL.value
    since = min(_due_at(card, version) for card in cards) - timedelta(days=version.quiet_days)
    asked: dict[int, list[datetime]] = {}
    rows = Invitation.objects.filter(customer_id__in=ids, state__in=ASKED_STATES, due_at__gt=since)
    for customer_id, due_at in rows.values_list("customer_id", "due_at"):
        asked.setdefault(customer_id or 0, []).append(due_at)
    reachable = addresses(ids, IdentifierKind.EMAIL) if by_mail else ids
    return _Customers(reachable, stopped(ids, PURPOSE), languages(ids), asked)


def _due_at(card: InteractionCard, version: ProgrammeVersion) -> datetime:
    """When to ask: so long after the end, or now where that is past."""
    ended_at = card.ended_at or card.started_at
    return max(ended_at + timedelta(minutes=version.wait_minutes), clock.now())


def _invitation(
    programme: Programme, version: ProgrammeVersion, card: InteractionCard, customers: _Customers
) -> Invitation:
    now, due_at, customer = clock.now(), _due_at(card, version), card.customer_id or 0
    asked = customers.asked.setdefault(customer, [])
    decision = may_ask(
        Asking(
            known=card.customer_id is not None,
            has_address=customer in customers.reachable,
            stopped=customer in customers.stopped,
            ended_at=card.ended_at or now,
            now=now,
            valid_hours=version.valid_hours,
            quiet_days=version.quiet_days,
            due_at=due_at,
            last_asked=min(asked, key=lambda moment: abs(moment - due_at), default=None),
        )
    )
    if decision:
        asked.append(due_at)
    return Invitation(
        programme=programme,
        version=version,
        interaction_id=card.id,
        customer_id=card.customer_id,
        unit_id=card.unit_id,
        language=customers.languages.get(customer) or card.language or settings.LANGUAGE_CODE,
        state=InvitationState.REFUSED if isinstance(decision, Refused) else InvitationState.PLANNED,
        reason=decision.reason if isinstance(decision, Refused) else "",
        decided_at=now,
        day=clock.local_day(now),
        due_at=due_at,
        expires_at=due_at + timedelta(hours=version.valid_hours),
        token=new_token(),
    )
