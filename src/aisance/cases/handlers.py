"""Reactions to what happens: holds that follow cases, customers who turn out to be one, and what webhooks are told."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.accounts.public import publishes
from aisance.cases.alerts.weighing import weigh_completed, weigh_words
from aisance.cases.bridges.desks import telling as desks
from aisance.cases.contracts import CaseChanged, CaseClosed, CaseOpened
from aisance.cases.models import Case, CaseEntry
from aisance.cases.services.holding import settle_hold
from aisance.cases.services.persons import follow_persons
from aisance.cases.services.talking import message_lost
from aisance.core.events import handles
from aisance.customers.contracts import CustomersJoined, CustomersParted
from aisance.outreach.contracts import MessageHandled, MessageLost
from aisance.surveys.contracts import ResponseCompleted
from aisance.verbatims.contracts import WordsRead

__all__ = ["desks"]

type Told = Iterator[tuple[int | None, Mapping[str, Any]]]


@handles(ResponseCompleted)
def weigh_answer(event: ResponseCompleted) -> None:
    """Open a case where a rule says so."""
    weigh_completed(event.response_id)


@handles(WordsRead)
def weigh_what_was_written(event: WordsRead) -> None:
    """The rules about words come to hold only now."""
    weigh_words(event.answer_ids)


@handles(CaseOpened)
def hold_back(event: CaseOpened) -> None:
    """Make sure of the hold: a closing at the same moment may have taken it off."""
    settle_hold(event.customer_id)


@handles(CaseClosed)
def let_go(event: CaseClosed) -> None:
    """Ask and sell again, once no case of the customer is open."""
    settle_hold(event.customer_id)


@handles(CustomersJoined)
def take_as_one(event: CustomersJoined) -> None:
    """One person, one case a matter."""
    follow_persons(event.joined)


@handles(CustomersParted)
def take_apart(event: CustomersParted) -> None:
    """Each has the cases of their own rows."""
    follow_persons([event.kept, *event.parted])


@handles(MessageHandled)
def note_message_that_failed(event: MessageHandled) -> None:
    """What did not leave reaches nobody."""
    if event.state == "failed":
        message_lost(event.key, event.reason)


@handles(MessageLost)
def note_message_that_came_back(event: MessageLost) -> None:
    """What left and came back, neither."""
    message_lost(event.key, "returned")


def _told(case_id: int, **more: Any) -> Told:
    row = Case.objects.filter(pk=case_id).first()
    if row is not None:
        yield (
            row.customer_id,
            {
                "case": row.number,
                "customer_id": row.customer_id,
                "status": row.status,
                "version": row.version,
                "outcome": row.outcome,
                **more,
            },
        )


@publishes(CaseOpened, "case.opened", _("A case was opened"))
def tell_of_opening(event: CaseOpened) -> Told:
    """Which case, and whose."""
    return _told(event.case_id)


@publishes(CaseChanged, "case.changed", _("Something happened in a case"))
def tell_of_change(event: CaseChanged) -> Told:
    """What kind of thing happened; the words are read by the API."""
    kind = CaseEntry.objects.filter(pk=event.entry_id).values_list("kind", flat=True).first()
    return _told(event.case_id, entry=event.entry_id, kind=kind)


@publishes(CaseClosed, "case.closed", _("A case was closed"))
def tell_of_closing(event: CaseClosed) -> Told:
    """How it ended; empty where it was merged into another."""
    return _told(event.case_id)
