"""Reactions to what happens below: an interaction ended, a message left."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.accounts.public import publishes
from aisance.core.events import handles
from aisance.core.translated import translated
from aisance.customers.contracts import CustomersJoined, CustomersParted
from aisance.journeys.contracts import InteractionsEnded
from aisance.outreach.contracts import MessageHandled, WordsReceived
from aisance.outreach.public import Named, tells_programmes
from aisance.surveys.contracts import ResponseCompleted
from aisance.surveys.models import Programme, Response
from aisance.surveys.services.asking import note_message
from aisance.surveys.services.counting import count_anew
from aisance.surveys.services.deciding import decide_invitations
from aisance.surveys.services.forgetting import forget_secret
from aisance.surveys.texting.services import take_words


@tells_programmes
def programmes_that_ask() -> list[Named]:
    """The programmes that rules of contact pressure may name."""
    rows = Programme.objects.order_by("code")
    return [Named(row.code, row.family, translated(row.name)) for row in rows]


@handles(InteractionsEnded)
def decide_whom_to_ask(event: InteractionsEnded) -> None:
    """Plan or refuse an invitation for each interaction."""
    decide_invitations(interaction_ids=event.interaction_ids)


@handles(MessageHandled)
def note_what_became_of_it(event: MessageHandled) -> None:
    """Follow an invitation's message."""
    note_message(event=event)
    forget_secret(event=event)


@handles(WordsReceived)
def take_an_answer_by_text(event: WordsReceived) -> None:
    """A customer wrote back: perhaps a score."""
    take_words(event)


@handles(CustomersJoined)
def count_them_as_one(event: CustomersJoined) -> None:
    """The store counts what they said, and were asked, as one person's."""
    count_anew(event.joined)


@handles(CustomersParted)
def count_them_apart(event: CustomersParted) -> None:
    """The store counts what each said as their own again."""
    count_anew(event.parted)


@publishes(ResponseCompleted, "response.completed", _("A customer answered"))
def tell_of_response(event: ResponseCompleted) -> Iterator[tuple[int | None, Mapping[str, Any]]]:
    """Which answer it is and whose; what was said is read by the API."""
    row = Response.objects.filter(pk=event.response_id).values_list("customer_id", flat=True).first()
    yield row, {"customer_id": row, "response_id": event.response_id}
