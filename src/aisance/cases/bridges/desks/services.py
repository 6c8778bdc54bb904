"""Takes in tickets of other desks: each opens one case for ever, and each later word of theirs changes it once."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from aisance.cases.bridges.desks.contracts import Comment, Desk, Fate, Taken, TheirTicket, TicketRefusedError
from aisance.cases.bridges.desks.mapping import STAKES, Meaning, meaning_of, meanings
from aisance.cases.contracts import CaseOutcome, CaseRefusedError, CaseStatus, EntryKind, NewCase
from aisance.cases.models import Case, DeskStatus, DeskTicket
from aisance.cases.permissions import WORK
from aisance.cases.services.closing import close, reopen
from aisance.cases.services.leading import set_status
from aisance.cases.services.log import add_entry
from aisance.cases.services.opening import open_case
from aisance.cases.services.talking import message_in
from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.public import find_or_add_customers

# What stands in a field of each shape, for those who must mend it.
PLACES = {
    Desk.ZENDESK: {"status": "ticket.status", "who": "ticket.requester", "id": "ticket.id"},
    Desk.JIRA: {
        "status": "issue.fields.status.name",
        "who": "issue.fields.reporter",
        "id": "issue.key",
    },
}


def take_ticket(ticket: TheirTicket, *, unit_id: int, by: Viewer) -> Taken:
    """Open the case of a ticket, or change it. The same ticket again changes nothing, an older one neither.

    Raises TicketRefusedError where a field cannot be taken, or the ticket is a case out of the key's reach.
    """
    place = PLACES[ticket.desk]
    meaning = meaning_of(ticket.desk, ticket.status)
    if meaning is None:
        known = ", ".join(one.theirs for one in meanings(ticket.desk))
        raise TicketRefusedError(place["status"], f"one of {known}, as the mapping says")
    for _attempt in range(3):
        try:
            with transaction.atomic():
                rows = DeskTicket.objects.filter(system=ticket.desk, their_id=ticket.their_id)
                held = rows.select_for_update().first()
                return _changed(ticket, held, meaning, by) if held else _opened(ticket, meaning, unit_id, by)
        except IntegrityError:  # the same ticket was brought at this very moment, and is there now
            continue
    raise TicketRefusedError(place["id"], "a ticket that is not being changed at this very moment")


def _opened(ticket: TheirTicket, meaning: Meaning, unit_id: int, by: Viewer) -> Taken:
    code = f"{ticket.desk}:{ticket.their_id}"
    draft = NewCase(
        customer_id=_customer(ticket, by),
        matter=code,
        source=ticket.desk,
        words="\n\n".join(words for words in (ticket.subject, ticket.words) if words),
        key=code,
        unit_id=unit_id,
        stake=STAKES.get(ticket.priority.strip().casefold(), 0.0),
        data={"desk": ticket.desk, "ticket": ticket.their_id},
    )
    opened = open_case(draft, by=by)
    held = DeskTicket.objects.create(
        system=ticket.desk,
        their_id=ticket.their_id,
        case_id=opened.case_id,
        their_status=ticket.status,
        their_updated_at=ticket.updated_at,
        url=ticket.url,
        came_at=clock.now(),
    )
    _follow(held, ticket, meaning, by)
    return Taken(opened.case_id, Fate.OPENED)


def _customer(ticket: TheirTicket, by: Viewer) -> int:
    place = PLACES[ticket.desk]["who"]
    given = {IdentifierKind.EXTERNAL: ticket.external_id, IdentifierKind.EMAIL: ticket.email}
    claim = CustomerClaim({kind: value for kind, value in given.items() if value}, ticket.name[:160])
    try:
        [found] = find_or_add_customers([claim], by=by) if claim.identifiers else [None]
    except ValueError as problem:
        raise TicketRefusedError(place, str(problem)) from None
    if found is None:
        raise TicketRefusedError(place, "an e-mail address or a number of the customer")
    return found


def _changed(ticket: TheirTicket, held: DeskTicket, meaning: Meaning, by: Viewer) -> Taken:
    if not Case.objects.filter(by.scope(WORK).rows("unit"), pk=held.case_id).exists():
        raise TicketRefusedError(PLACES[ticket.desk]["id"], "a ticket of your own")
    if held.their_updated_at and ticket.updated_at and ticket.updated_at < held.their_updated_at:
        return Taken(held.case_id, Fate.OLDER)
    before = Case.objects.values_list("version", flat=True).get(pk=held.case_id), held.case.entries.count()
    is_news = ticket.status != held.their_status
    held.their_status, held.their_updated_at = ticket.status, ticket.updated_at or held.their_updated_at
    held.url = ticket.url or held.url
    held.save(update_fields=["their_status", "their_updated_at", "url"])
    _follow(held, ticket, meaning if is_news else None, by)
    after = Case.objects.values_list("version", flat=True).get(pk=held.case_id), held.case.entries.count()
    return Taken(held.case_id, Fate.KNOWN if before == after else Fate.CHANGED)


def _follow(held: DeskTicket, ticket: TheirTicket, meaning: Meaning | None, by: Viewer) -> None:
    for comment in ticket.comments:
        _add(held, comment, by)
    if meaning:
        _become(Case.objects.get(pk=held.case_id), meaning, by)


def _add(held: DeskTicket, comment: Comment, by: Viewer) -> None:
    key = f"{held.system}:{held.their_id}:{comment.their_id}"
    if comment.is_public and comment.by_customer:
        at = comment.at or clock.now()
        message_in(held.case_id, comment.words, channel="desk", at=at, key=key, data={"desk": held.system}, by=by)
        return
    data = {"desk": held.system}
    add_entry(
        held.case_id, EntryKind.NOTE, words=comment.words, data=data, is_private=not comment.is_public, key=key, by=by
    )


def _become(case: Case, meaning: Meaning, by: Viewer) -> None:
    """Let a case stand where they say. New is what a case is by itself, and is never gone back to."""
    if meaning.status == CaseStatus.CLOSED:
        if case.is_open:
            outcome = meaning.outcome or CaseOutcome.SOLVED
            close(case.pk, outcome, root_cause=None, words="", version=case.version, by=by, ask=False)
        return
    if not case.is_open:
        try:
            reopen(case.pk, words="", version=case.version, by=by)
        except CaseRefusedError:
            return
        case.refresh_from_db()
    if meaning.status != CaseStatus.NEW and case.status != meaning.status:
        set_status(case.pk, meaning.status, version=case.version, by=by)


@transaction.atomic
def set_meanings(desk: Desk, rows: Sequence[Meaning], *, by: Viewer) -> None:
    """Put a whole table in force; an empty one puts back what was delivered."""
    before = [[one.theirs, one.status, one.outcome or ""] for one in meanings(desk)]
    DeskStatus.objects.filter(system=desk).delete()
    DeskStatus.objects.bulk_create(
        DeskStatus(system=desk, theirs=one.theirs, status=one.status, outcome=one.outcome or "", position=place)
        for place, one in enumerate(rows)
    )
    after = [[one.theirs, one.status, one.outcome or ""] for one in meanings(desk)]
    audit.record(by, "desk.mapping_set", what="desk", which=desk, changes={"statuses": [before, after]})
