"""Contact pressure is felt by a person, under whichever of their rows a message is filed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from aisance.customers.public import persons_of
from aisance.outreach.contracts import ContactRequest
from aisance.outreach.pressure.contracts import Contact, Held


class Persons:
    """Whose rows these are; where nobody has several, everything is handed on as it is."""

    def __init__(self, customer_ids: Collection[int]) -> None:
        self._person = persons_of(customer_ids)
        self.rows = {*customer_ids, *self._person}

    def requests(self, requests: Sequence[ContactRequest]) -> Sequence[ContactRequest]:
        """The requests, each about the person."""
        return [self._about(one, one.customer_id) for one in requests] if self._person else requests

    def contacts(self, contacts: Iterable[Contact]) -> Iterator[Contact]:
        """The contacts, each of the person."""
        return (self._about(one, one.customer_id) for one in contacts) if self._person else iter(contacts)

    def holds(self, holds: Mapping[int, tuple[Held, ...]]) -> dict[int, tuple[Held, ...]]:
        """The holds of each person, under whichever row they were placed."""
        found: dict[int, tuple[Held, ...]] = {}
        for row, some in holds.items():
            person = self._person.get(row, row)
            found[person] = (*found.get(person, ()), *some)
        return found

    def _about[T: (ContactRequest, Contact)](self, one: T, row: int) -> T:
        person = self._person.get(row, row)
        return one if person == row else replace(one, customer_id=person)
