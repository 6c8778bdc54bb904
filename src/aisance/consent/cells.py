"""What holds for one person, purpose by purpose and channel by channel, for the pages that show it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from aisance.consent.contracts import EVERY, NEVER_HELD, Act, ConsentChannel, PurposeCard
from aisance.consent.models import EntryPerson
from aisance.consent.queries import purposes, states_of_persons
from aisance.consent.rules import SAYS_NO, SAYS_YES, Said, State, most_restrictive, paused_until, standing, wished
from aisance.core import clock
from aisance.customers.contracts import IdentifierKind
from aisance.customers.public import customer_cards, members

KINDS = {
    ConsentChannel.EMAIL: IdentifierKind.EMAIL,
    ConsentChannel.SMS: IdentifierKind.PHONE,
    ConsentChannel.PHONE: IdentifierKind.PHONE,
}
"""The identifier by which a channel reaches; a letter needs none that we know."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A purpose on a channel: what was said last, if anything, and whether it allows contact, pauses apart."""

    channel: ConsentChannel
    said: Said | None
    allows: bool

    @property
    def word(self) -> str:
        """The act that stands; empty for silence."""
        return self.said.act.value if self.said else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A purpose with its cells, in the order of the channels. Of a duty or a service nothing is up to the customer."""

    purpose: PurposeCard
    cells: tuple[Cell, ...]

    @property
    def is_fixed(self) -> bool:
        """Whether no word of the customer's changes it."""
        return self.purpose.kind in NEVER_HELD


@dataclass(frozen=True, slots=True)
class Allowances:
    """All of it for one person. `reach` gives the first address of each channel that has one."""

    rows: tuple[Row, ...]
    paused_until: datetime | None
    wish: str
    reach: dict[ConsentChannel, tuple[str, str]] = field(default_factory=dict)


def allowances_of(customer_id: int) -> Allowances:
    """What a person allows, over all of their records."""
    states = states_of_persons([customer_id])[customer_id]
    now = clock.now()
    ends = [paused_until(state, EVERY, EVERY, now) for state in states]
    wish = wished(states)
    return Allowances(
        tuple(_row(card, states) for card in purposes()),
        max((end for end in ends if end), default=None),
        wish.wish if wish else "",
        _reach(members([customer_id]).get(customer_id, (customer_id,))),
    )


def _row(card: PurposeCard, states: Sequence[State]) -> Row:
    return Row(card, tuple(_cell(card, channel, states) for channel in ConsentChannel))


def _cell(card: PurposeCard, channel: ConsentChannel, states: Sequence[State]) -> Cell:
    said = most_restrictive(standing(state, card.code, card.kind, channel) for state in states)
    allows = card.silence_is_yes if said is None else said.act in SAYS_YES
    return Cell(channel, said, allows)


def _reach(rows: Sequence[int]) -> dict[ConsentChannel, tuple[str, str]]:
    cards = customer_cards(rows)
    held = [pair for row in rows if row in cards for pair in cards[row].identifiers]
    found: dict[ConsentChannel, tuple[str, str]] = {}
    for channel, kind in KINDS.items():
        values = [value for its_kind, value in held if its_kind == kind]
        if values:
            found[channel] = (kind.value, values[0])
    return found


def entries_of(customer_ids: Collection[int]) -> list[EntryPerson]:
    """Everything said under these records, the latest first."""
    rows = EntryPerson.objects.filter(customer_id__in=customer_ids).select_related("entry__notice")
    return list(rows.order_by("-entry_id"))


def forbids(act: str) -> bool:
    """Whether an act forbids something."""
    return act in SAYS_NO or act == Act.PAUSED
