"""Reactions to what happens below: a message left or did not, a consent was withdrawn, words were read."""

from aisance.advocacy.ideas.services import note_ideas
from aisance.advocacy.praise.services import note_praise
from aisance.advocacy.promoters.asking import note_failure
from aisance.advocacy.promoters.giving import PURPOSE, withdraw_of
from aisance.advocacy.promoters.noting import follow_persons, note_pleased
from aisance.consent.contracts import Act, ConsentChanged
from aisance.core.events import handles
from aisance.core.permissions import system_viewer
from aisance.customers.contracts import CustomersJoined, CustomersParted
from aisance.customers.public import members
from aisance.outreach.contracts import MessageHandled
from aisance.verbatims.contracts import WordsRead

CUSTOMER = system_viewer("customer")


@handles(MessageHandled)
def note_what_became_of_a_request(event: MessageHandled) -> None:
    """A request for a testimonial that did not leave was no request."""
    name, _colon, number = event.key.partition(":")
    if name == "advocacy.testimonial" and number.isdecimal() and event.state == "failed":
        note_failure(int(number), event.reason)


@handles(ConsentChanged)
def heed_a_withdrawal(event: ConsentChanged) -> None:
    """Whoever withdraws the publication elsewhere withdraws every testimonial."""
    if event.purpose == PURPOSE and event.act in {Act.WITHDRAWN, Act.REFUSED}:
        rows = members([event.customer_id]).get(event.customer_id, (event.customer_id,))
        withdraw_of(rows, by=CUSTOMER)


@handles(CustomersJoined)
def take_as_one(event: CustomersJoined) -> None:
    """What one person was pleased with counts together."""
    follow_persons([event.kept, *event.joined])


@handles(CustomersParted)
def take_apart(event: CustomersParted) -> None:
    """Each has what they said themselves."""
    follow_persons([event.kept, *event.parted])


@handles(WordsRead)
def look_for_praise_and_ideas(event: WordsRead) -> None:
    """Kind words about people reach these people the same day; an idea is kept as one."""
    note_pleased(event.answer_ids)
    note_praise(event.answer_ids)
    note_ideas(event.answer_ids)
