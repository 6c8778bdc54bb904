"""A reply to the customer: nothing leaves that was not written for them."""

from dataclasses import dataclass

from django.db import transaction

from aisance.cases import public as cases
from aisance.cases.desk.rules import is_unchanged, left_to_fill
from aisance.cases.desk.templating import Begun, note_used
from aisance.core.decisions import Decision, Refused
from aisance.core.permissions import Viewer

NOT_FILLED = "not_filled"
UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody wrote; `begun` is the template it began with, null for none."""

    channel: str
    subject: str
    words: str
    begun: Begun | None = None
    waits: bool = True


def may_leave(reply: Reply) -> str:
    """Why a reply may not leave yet: `not_filled`, `unchanged`; empty where it may."""
    if left_to_fill(f"{reply.subject}\n{reply.words}"):
        return NOT_FILLED
    return UNCHANGED if reply.begun and is_unchanged(reply.words, reply.begun.body) else ""


@transaction.atomic
def send_reply(case_id: int, reply: Reply, *, version: int, by: Viewer) -> Decision:
    """Write to the customer of a case. Refused, and nothing is written, where it may not leave or does not reach."""
    if why := may_leave(reply):
        return Refused(why)
    template_id = reply.begun.template.pk if reply.begun else None
    decision = cases.write_to_customer(
        case_id,
        reply.words,
        channel=reply.channel,
        subject=reply.subject,
        version=version,
        by=by,
        data={"template": template_id} if template_id else None,
        waits=reply.waits,
    )
    if decision and template_id:
        note_used(template_id)
    return decision
