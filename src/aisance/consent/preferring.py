"""What a customer changes on the page of their preferences."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from aisance.consent.cells import Allowances, Row, allowances_of
from aisance.consent.contracts import EVERY, Act, ConsentChannel, Method, NewEntry, Recorded, Wish
from aisance.consent.models import EntryPerson
from aisance.consent.queries import states_of_persons
from aisance.consent.rules import SAYS_NO
from aisance.consent.sealing import digest
from aisance.consent.services import record, withdraw
from aisance.core import clock
from aisance.core.permissions import system_viewer
from aisance.core.translated import translated
from aisance.customers.public import current

PAUSE = timedelta(days=30)
CUSTOMER = system_viewer("customer")


@dataclass(frozen=True, slots=True)
class Visit:
    """Who is at the page: the customer, the language they read, and what proves that they were there."""

    customer_id: int
    language: str
    proof: dict[str, str] = field(default_factory=dict)

    @property
    def head(self) -> int:
        """The record that stands for the person."""
        return current([self.customer_id]).get(self.customer_id, self.customer_id)

    def says(self, act: Act, purpose: str = EVERY, channel: str = EVERY) -> NewEntry:
        """An entry of what they say here."""
        return NewEntry(self.customer_id, act, Method.PREFERENCES, purpose, channel, proof=self.proof)


def offered(known: Allowances, row: Row) -> list[ConsentChannel]:
    """The channels that a customer may choose among: those that reach them, and those on which something stands."""
    if row.is_fixed:
        return []
    return [cell.channel for cell in row.cells if cell.channel in known.reach or cell.said is not None]


@transaction.atomic
def choose(visit: Visit, chosen: Collection[tuple[str, str]], wish: str) -> int:
    """Take the boxes ticked, pairs of a purpose and a channel, and the wish; how many entries that made.

    What stands already is not said again. Where no box of a purpose is left, the whole purpose is withdrawn, so that a
    channel that becomes known later is not open by silence.
    """
    known = allowances_of(visit.customer_id)
    entries = [entry for row in known.rows for entry in _changes(visit, known, row, set(chosen))]
    if wish != known.wish and wish in {"", *Wish}:
        entries.append(NewEntry(visit.customer_id, Act.WISHED, Method.PREFERENCES, proof=visit.proof, wish=wish))
    return sum(isinstance(one, Recorded) for one in record(entries, by=CUSTOMER)) if entries else 0


def _changes(visit: Visit, known: Allowances, row: Row, chosen: set[tuple[str, str]]) -> Iterator[NewEntry]:
    code, channels = row.purpose.code, offered(known, row)
    wanted = {channel for channel in channels if (code, channel.value) in chosen}
    now_allowed = {cell.channel for cell in row.cells if cell.allows and cell.channel in channels}
    if now_allowed and not wanted:
        yield visit.says(Act.WITHDRAWN, code)
        return
    for channel in channels:
        if channel in wanted and channel not in now_allowed:
            yield _grant(visit, known, row, channel)
        elif channel in now_allowed and channel not in wanted:
            yield visit.says(Act.WITHDRAWN, code, channel)


def _grant(visit: Visit, known: Allowances, row: Row, channel: ConsentChannel) -> NewEntry:
    """A yes, with the words that were read above the box."""
    card = row.purpose
    served = translated(card.notice_text, visit.language)
    return NewEntry(
        visit.customer_id,
        Act.GRANTED,
        Method.PREFERENCES,
        card.code,
        channel.value,
        identifier=known.reach.get(channel, ("", "")),
        notice=card.notice,
        language=visit.language,
        proof={**visit.proof, "served": digest(served)},
    )


@transaction.atomic
def pause(visit: Visit) -> None:
    """Nothing but legal and service messages for a month; a second pause begins anew."""
    until = clock.now() + PAUSE
    record([NewEntry(visit.customer_id, Act.PAUSED, Method.PREFERENCES, proof=visit.proof, until=until)], by=CUSTOMER)


@transaction.atomic
def resume(visit: Visit) -> None:
    """The pause is over; nothing is said where there is none."""
    if allowances_of(visit.customer_id).paused_until:
        record([visit.says(Act.RESUMED)], by=CUSTOMER)


def stop(visit: Visit, purpose: str = EVERY, *, method: Method = Method.PREFERENCES) -> bool:
    """Nothing more of a purpose, or of any but legal and service ones; false where that was said before."""
    return withdraw(visit.customer_id, by=CUSTOMER, method=method, purpose=purpose, via=visit.proof.get("link", ""))


@transaction.atomic
def confirm(customer_id: int, position: int, proof: dict[str, str]) -> bool:
    """The owner of an address confirms a grant; false where it stands no more, or where they withdrew since."""
    key = f"confirmation:{position}"
    if EntryPerson.objects.filter(key=key).exists():
        return True
    states = states_of_persons([customer_id])[customer_id]
    standing = [said for state in states for said in state.values()]
    said = next((one for one in standing if one.position == position and one.act == Act.GRANTED), None)
    if said is None or any(one.act in SAYS_NO and one.position > position for one in standing):
        return False
    kind = "email" if said.channel == ConsentChannel.EMAIL else "phone"
    entry = NewEntry(
        customer_id,
        Act.CONFIRMED,
        Method.CONFIRMATION,
        said.purpose,
        said.channel,
        identifier=(kind, said.value) if said.value else ("", ""),
        proof={**proof, "confirms": str(position)},
        key=key,
    )
    record([entry], by=CUSTOMER)
    return True
