"""Tells other desks by webhook what became of their tickets, in their own shape."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.accounts.public import publishes
from aisance.cases.bridges.desks.contracts import Desk
from aisance.cases.bridges.desks.mapping import status_for
from aisance.cases.contracts import CaseChanged, CaseClosed, CaseOpened
from aisance.cases.models import DeskTicket

type Told = Iterator[tuple[int | None, Mapping[str, Any]]]


def _tickets(desk: Desk, case_id: int) -> Iterator[tuple[DeskTicket, str]]:
    """The tickets of a case whose status there is not what it is here. What they told us is not told back."""
    for held in DeskTicket.objects.filter(system=desk, case_id=case_id).select_related("case"):
        status = status_for(desk, held.case)
        if status and status.casefold() != held.their_status.casefold():
            yield held, status


def _to_zendesk(event: CaseOpened | CaseChanged | CaseClosed) -> Told:
    for held, status in _tickets(Desk.ZENDESK, event.case_id):
        ticket = {"id": held.their_id, "external_id": held.case.number, "status": status}
        yield held.case.customer_id, {"ticket": ticket}


def _to_jira(event: CaseOpened | CaseChanged | CaseClosed) -> Told:
    for held, status in _tickets(Desk.JIRA, event.case_id):
        issue = {"key": held.their_id, "externalId": held.case.number, "fields": {"status": {"name": status}}}
        yield held.case.customer_id, {"issue": issue}


for kind in (CaseOpened, CaseChanged, CaseClosed):
    event: type[Any] = kind
    publishes(event, "zendesk.ticket", _("A ticket in Zendesk’s shape has another status here"))(_to_zendesk)
    publishes(event, "jira.issue", _("An issue in Jira’s shape has another status here"))(_to_jira)
