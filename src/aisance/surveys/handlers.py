"""Reactions to what happens below: an interaction ended, a message left."""

from aisance.core.events import handles
from aisance.core.translated import translated
from aisance.journeys.contracts import InteractionsEnded
from aisance.outreach.contracts import MessageHandled, WordsReceived
from aisance.outreach.public import Named, tells_programmes
from aisance.surveys.models import Programme
from aisance.surveys.services.asking import note_message
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
