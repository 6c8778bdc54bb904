"""Whether a customer may be contacted at a moment: many requests decided in one pass, without a database.

Each rule forbids stretches of time. A cap of N messages in D days forbids whatever would put N + 1 of them within less
than D days; a rule that keeps two programmes apart forbids the days around each message of the other; a hold forbids
the time until it ends. A request that falls into none is allowed; else it is refused, or told the first moment that no
rule forbids.

Requests of a customer are decided in the order of their class, then those for which room is kept, then by time. Since
every stretch reaches both ways in time, what is decided later never breaks what was decided before.

Moments are whole microseconds in here, which add and compare without the cost of dates.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from aisance.core.decisions import Allowed, Refused
from aisance.outreach.contracts import ContactRequest, Later, Verdict
from aisance.outreach.pressure.contracts import Contact, Effect, Held, Holds, Rule
from aisance.outreach.pressure.plans import DAY, Book, Kind, Plan

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
ALLOWED = Allowed()
NOBODY_ON_HOLD: Holds = {}

type Times = Mapping[int, Sequence[int]]
"""The moments of the messages that each counter counts, in order."""


def moment_of(at: datetime) -> int:
    """An aware moment as whole microseconds since 1970."""
    return (at - EPOCH) // MICROSECOND


def free_again(times: Sequence[int], at: int, limit: int, span: int) -> int:
    """The end of the stretch that a cap forbids around `at`; 0 where `at` is free.

    `times` are the counted messages in order; at most `limit` may lie within less than `span`. The answer is when this
    group of messages is no longer in the way; a later group may be.

    >>> free_again([10, 12], at=13, limit=2, span=7)
    17
    >>> free_again([10, 12], at=17, limit=2, span=7)
    0
    >>> free_again([10, 20], at=15, limit=2, span=7)
    0
    >>> free_again([20], at=15, limit=1, span=7)
    27
    """
    first = bisect_right(times, at - span)
    last = first + limit - 1
    while last < len(times) and times[last] < at + span:
        if times[last] - times[first] < span:
            return times[first] + span
        first, last = first + 1, last + 1
    return 0


def decide(
    requests: Sequence[ContactRequest],
    rules: Sequence[Rule],
    past: Iterable[Contact] = (),
    holds: Holds = NOBODY_ON_HOLD,
    now: datetime | None = None,
) -> list[Verdict]:
    """A verdict for each request, in their order. Keys are distinct; `past` may hold one that waits under its own key.

    Rules are named in the order given: the first that refuses the moment asked for, else the first that forbids it. A
    request that would be free only when it has expired is refused. `now` moves what should have been asked by then.
    """
    desk = _Desk(rules, holds, moment_of(now) if now else None)
    for contact in past:
        desk.note(contact)
    verdicts: list[Verdict] = [ALLOWED] * len(requests)
    for index in desk.order(requests):
        verdicts[index] = desk.decide(requests[index])
    return verdicts


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A request that waits for its moment."""

    at: int
    expires: int
    plan: Plan


@dataclass(slots=True)
class _Customer:
    """What is known of one customer: the moments of messages by counter, and those that wait by key."""

    times: dict[int, list[int]] = field(default_factory=dict)
    waiting: dict[str, _Waiting] = field(default_factory=dict)

    def add(self, at: int, plan: Plan) -> None:
        for counter in plan.feeds:
            if (held := self.times.get(counter)) is None:
                self.times[counter] = [at]
            else:
                insort(held, at)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Room kept for another message, by a rule or by its class alone."""

    at: int
    plan: Plan
    rule: Rule | None


class _Desk:
    """Decides requests one after the other, each in the light of those before."""

    def __init__(self, rules: Sequence[Rule], holds: Holds, now: int | None) -> None:
        self._book = Book(rules)
        self._holds = holds
        self._now = now
        self._customers: dict[int, _Customer] = {}

    def note(self, contact: Contact) -> None:
        """Take in what was decided before."""
        kind = (contact.message_class, contact.family, contact.programme, contact.channel)
        plan, customer, at = self._book.plan(kind), self._customer(contact.customer_id), moment_of(contact.at)
        if contact.waits:
            customer.waiting[contact.key] = _Waiting(at, moment_of(contact.expires_at), plan)
        else:
            customer.add(at, plan)

    def order(self, requests: Sequence[ContactRequest]) -> Iterator[int]:
        """The places of the requests in the order in which they are decided."""
        queues: dict[tuple[int, bool], list[tuple[datetime, str, int]]] = {}
        for index, request in enumerate(requests):
            plan = self._book.plan(_kind(request))
            queues.setdefault((plan.rank, not plan.reserves), []).append((request.at, request.key, index))
        for queue in sorted(queues):
            for _at, _key, index in sorted(queues[queue]):
                yield index

    def decide(self, request: ContactRequest) -> Verdict:
        plan, customer, at = self._book.plan(_kind(request)), self._customer(request.customer_id), moment_of(request.at)
        if customer.waiting:
            customer.waiting.pop(request.key, None)
        verdict = ALLOWED if not plan.is_held else self._weighed(request, at, plan, customer)
        if isinstance(verdict, Allowed):
            customer.add(at, plan)
        elif isinstance(verdict, Later):
            customer.waiting[request.key] = _Waiting(moment_of(verdict.at), moment_of(request.expires_at), plan)
        return verdict

    def _customer(self, customer_id: int) -> _Customer:
        found = self._customers.get(customer_id)
        if found is None:
            found = self._customers[customer_id] = _Customer()
        return found

    def _weighed(self, request: ContactRequest, at: int, plan: Plan, customer: _Customer) -> Verdict:
        held = self._holds.get(request.customer_id, ())
        if not held and not customer.times and not customer.waiting:
            return ALLOWED
        kept = list(self._kept(plan, customer, at))
        times: Times = _with_room(customer.times, kept) if kept else customer.times
        rule = _forbidding(plan, customer.times, held, at)
        if rule is None and kept and (rule := _forbidding(plan, times, held, at)):
            rule = next((room.rule for room in kept if room.rule), rule)
        if rule is None:
            return ALLOWED
        expires = moment_of(request.expires_at)
        free = _first_free(plan, times, held, at, expires) if rule.effect == Effect.DELAY else expires
        return Later(EPOCH + free * MICROSECOND, rule.code) if free < expires else Refused(rule.code)

    def _kept(self, plan: Plan, customer: _Customer, at: int) -> Iterator[_Kept]:
        """The room that this request must leave: for what waits and outranks it, and for what is due."""
        served: set[str] = set()
        for other in customer.waiting.values():
            moment = other.at if self._now is None else max(other.at, self._now)
            served |= other.plan.reserves
            if moment < other.expires and (room := self._room(other.plan, plan, moment, at)):
                yield room
        for rule in self._book.expecting:
            if rule.code in plan.reserves or rule.code in served:
                continue
            last = customer.times.get(self._book.counter(rule))
            kind = self._book.expected_kind(rule)
            if last and kind and abs(last[-1] + rule.every_days * DAY - at) <= rule.days * DAY:
                due = max(last[-1] + rule.every_days * DAY, self._now or 0)
                if (expected := self._book.plan(kind)).rank <= plan.rank:
                    yield _Kept(due, expected, rule)

    def _room(self, waiting: Plan, plan: Plan, moment: int, at: int) -> _Kept | None:
        if waiting.rank < plan.rank:
            return _Kept(moment, waiting, None)
        if waiting.rank > plan.rank or plan.reserves:
            return None
        for rule in self._book.reserves:
            if rule.code in waiting.reserves and moment - at <= rule.days * DAY:
                return _Kept(moment, waiting, rule)
        return None


def _kind(request: ContactRequest) -> Kind:
    return request.message_class, request.family, request.programme, request.channel


def _with_room(times: Times, kept: Iterable[_Kept]) -> Times:
    """The moments, with those for which room is kept among them."""
    filled = {counter: list(held) for counter, held in times.items()}
    for room in kept:
        for counter in room.plan.feeds:
            insort(filled.setdefault(counter, []), room.at)
    return filled


def _forbidding(plan: Plan, times: Times, held: Sequence[Held], at: int) -> Rule | None:
    """The rule to name for a moment that is forbidden: the first that refuses, else the first that delays."""
    first: Rule | None = None
    for rule, _until in _forbidden(plan, times, held, at):
        if rule.effect == Effect.REFUSE:
            return rule
        first = first or rule
    return first


def _forbidden(plan: Plan, times: Times, held: Sequence[Held], at: int) -> Iterator[tuple[Rule, int]]:
    """The rules that forbid a moment, each with a later moment at which what forbids it is over."""
    for check in plan.checks:
        if check.counter is None:
            until = max((_end(hold) for hold in held if _heeds(check.rule, hold)), default=0)
            if until > at:
                yield check.rule, until
        elif (counted := times.get(check.counter)) and (until := free_again(counted, at, check.limit, check.span)):
            yield check.rule, until


def _end(hold: Held) -> int:
    return moment_of(hold.until)


def _heeds(rule: Rule, hold: Held) -> bool:
    return not rule.codes or hold.code in rule.codes


def _first_free(plan: Plan, times: Times, held: Sequence[Held], at: int, expires: int) -> int:
    """The first moment that no rule forbids; `expires` or later where there is none before."""
    while at < expires:
        ends = [until for _rule, until in _forbidden(plan, times, held, at)]
        if not ends:
            break
        at = max(ends)
    return at
