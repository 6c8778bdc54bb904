"""Asks contact pressure about those whom a programme would ask, and keeps what it says: now, later, or no."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from aisance.core.decisions import Refused
from aisance.outreach.contracts import ContactRequest, Later, MessageChannel, MessageClass
from aisance.outreach.public import weigh
from aisance.surveys.contracts import InvitationState, NotAskedReason
from aisance.surveys.models import Invitation, ProgrammeVersion
from aisance.surveys.planning.hours import hours_of, open_everywhere, zones_of_customer
from aisance.surveys.services.rows import InvitationRow

KEY = "surveys.invitation:"


def invitation_id_of(key: str) -> int | None:
    """The invitation that a message, or one of its reminders, belongs to; null for a message of somebody else."""
    name, _colon, rest = key.partition(":")
    number = rest.partition(":")[0]
    return int(number) if name in {"surveys.invitation", "surveys.reminder"} and number.isdigit() else None


def request_of(pk: int, version: ProgrammeVersion, row: Invitation | InvitationRow, at: datetime) -> ContactRequest:
    """An invitation as contact pressure weighs it."""
    programme = version.programme
    return ContactRequest(
        key=f"{KEY}{pk}",
        customer_id=row.customer_id or 0,
        message_class=MessageClass.SURVEY,
        family=programme.family,
        programme=programme.code,
        channel=MessageChannel(row.route or version.message_channel),
        at=at,
        expires_at=row.expires_at,
    )


def press(version: ProgrammeVersion, planned: Mapping[int, InvitationRow]) -> None:
    """Weigh new invitations, by id, that are planned, and store for each that is not allowed now what was said."""
    if not planned:
        return
    found = weigh([request_of(pk, version, row, row.due_at) for pk, row in planned.items()])
    changed = []
    for (pk, row), verdict in zip(planned.items(), found, strict=True):
        if not isinstance(verdict, Later | Refused):
            continue
        changed.append(Invitation(pk=pk, state=row.state, due_at=row.due_at, expires_at=row.expires_at))
        note(changed[-1], verdict, version)
    Invitation.objects.bulk_update(changed, DELAYED_FIELDS, batch_size=200)


DELAYED_FIELDS = ["state", "reason", "rule", "due_at", "times_delayed"]


def note(row: Invitation, verdict: Later | Refused, version: ProgrammeVersion) -> None:
    """Put off an invitation, or refuse it, with the rule that held it back."""
    if isinstance(verdict, Refused):
        return refuse(row, NotAskedReason.UNDER_PRESSURE, rule=verdict.reason)
    row.rule, row.times_delayed = verdict.rule, row.times_delayed + 1
    row.due_at = verdict.at
    if row.due_at > row.expires_at:
        refuse(row, NotAskedReason.UNDER_PRESSURE, rule=verdict.rule)
    return None


def refuse(row: Invitation, reason: str, *, rule: str = "") -> None:
    """Do not ask, and say why."""
    row.state, row.reason = InvitationState.REFUSED, str(reason)
    row.rule = rule or row.rule


def opening_of(version: ProgrammeVersion, at: datetime, phone: str, company_zone: str) -> datetime:
    """The first moment from this one on at which a message may leave by the customer's clock; itself if none comes."""
    hours = hours_of(version.hours)
    if hours is None:
        return at
    return open_everywhere(at, zones_of_customer("", phone, hours, company_zone), hours) or at


def keys_of(rows: Iterable[Any]) -> list[str]:
    """The keys under which contact pressure knows these invitations."""
    return [f"{KEY}{row.pk}" for row in rows]
