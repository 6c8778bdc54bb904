"""What contact pressure would say to requests of a time that is past, or yet to come; nothing is stored."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

from aisance.core.decisions import Allowed, Refused
from aisance.outreach.contracts import ContactRequest, Later
from aisance.outreach.pressure.contracts import Contact, Rule
from aisance.outreach.pressure.persons import Persons
from aisance.outreach.pressure.queries import reach_of, rules_in_force, standing
from aisance.outreach.pressure.rules import decide

PORTION = 5_000
STRETCH = timedelta(hours=12)
MOST_DELAYS = 50
"""So often is a request asked again at most."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The last word on a request: allowed, or refused by a rule; and how often, and by which rule, it waited before."""

    verdict: Allowed | Refused
    times_delayed: int = 0
    delayed_by: str = ""


def foresee(requests: Sequence[ContactRequest], *, without: str = "") -> list[Foreseen]:
    """The last word on each request, in their order, as the rules in force would have it in the course of time.

    A request that is told to come later comes back at that moment. What the ledger holds of these customers counts,
    but for the messages of the programme `without`; holds do not, since they are of today. Stores nothing, takes no
    lock; a query for each 5,000 customers.
    """
    rules = rules_in_force()
    persons = Persons({request.customer_id for request in requests})
    requests = persons.requests(requests)
    past = _past(requests, persons, rules, without)
    found: dict[str, Foreseen] = {}
    waiting = [(request.at, request.key, request) for request in requests]
    heapify(waiting)
    while waiting:
        for request in _decide_next(waiting, past, rules, found):
            heappush(waiting, (request.at, request.key, request))
    return [found[request.key] for request in requests]


type _Waiting = list[tuple[datetime, str, ContactRequest]]


def _decide_next(
    waiting: _Waiting, past: dict[int, list[Contact]], rules: Sequence[Rule], found: dict[str, Foreseen]
) -> Iterator[ContactRequest]:
    """Decide the requests of the next half day; those that are told to come back, at their new moment."""
    first = waiting[0][2].at
    some = []
    while waiting and waiting[0][2].at < first + STRETCH:
        some.append(heappop(waiting)[2])
    known = [contact for customer_id in {request.customer_id for request in some} for contact in past[customer_id]]
    for request, verdict in zip(some, decide(some, rules, known), strict=True):
        before = found.get(request.key, Foreseen(Allowed()))
        if isinstance(verdict, Later) and before.times_delayed < MOST_DELAYS:
            found[request.key] = Foreseen(Refused(verdict.rule), before.times_delayed + 1, verdict.rule)
            yield replace(request, at=verdict.at)
            continue
        last = Refused(verdict.rule) if isinstance(verdict, Later) else verdict
        found[request.key] = Foreseen(last, before.times_delayed, before.delayed_by)
        if isinstance(last, Allowed):
            past[request.customer_id].append(_contact(request))


def _contact(request: ContactRequest) -> Contact:
    return Contact(
        request.key,
        request.customer_id,
        request.message_class.value,
        request.family,
        request.programme,
        request.channel.value,
        request.at,
        request.expires_at,
    )


def _past(
    requests: Sequence[ContactRequest], persons: Persons, rules: Sequence[Rule], without: str
) -> dict[int, list[Contact]]:
    """What was allowed to these customers in the time that the rules look back from the first request on."""
    past: dict[int, list[Contact]] = defaultdict(list)
    if requests:
        since = min(request.at for request in requests) - reach_of(rules)
        ids = sorted(persons.rows)
        for start in range(0, len(ids), PORTION):
            for contact in persons.contacts(standing(ids[start : start + PORTION], since)):
                if contact.programme != without and not contact.waits:
                    past[contact.customer_id].append(contact)
    return past
