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
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aisance.core.decisions import Allowed, Refused
from aisance.outreach.contracts import ContactRequest, Later, MessageClass, Verdict
from aisance.outreach.pressure.contracts import Contact, Effect, Held, Holds, Rule
from aisance.outreach.pressure.plans import DAY, RANKS, Book, Kind, Plan

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
    Time grows with the number of requests; what is known of a customer is let go when theirs are decided.
    """
    book, present = Book(rules), moment_of(now) if now else 0
    asked: dict[int, list[int]] = {}
    for place, request in enumerate(requests):
        asked.setdefault(request.customer_id, []).append(place)
    known: dict[int, list[Contact]] = {}
    for contact in past:
        known.setdefault(contact.customer_id, []).append(contact)
    verdicts: list[Verdict] = [ALLOWED] * len(requests)
    for customer_id, places in asked.items():
        customer = _Customer(book, holds.get(customer_id, ()), present)
        for contact in known.get(customer_id, ()):
            customer.note(contact)
        for place in _in_order(book, requests, places):
            verdicts[place] = customer.decide(requests[place])
    return verdicts


def _in_order(book: Book, requests: Sequence[ContactRequest], places: list[int]) -> list[int]:
    """The places of a customer's requests in the order in which they are decided."""
    if len(places) == 1:
        return places

    def turn(place: int) -> tuple[int, bool, datetime, str]:
        request = requests[place]
        plan = book.plan(_kind(request))
        return plan.rank, not plan.reserves, request.at, request.key

    return sorted(places, key=turn)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A request that waits for its moment."""

    at: int
    expires: int
    plan: Plan


@dataclass(frozen=True, slots=True)
class _Kept:
    """Room kept for another message, by a rule or by its class alone."""

    at: int
    plan: Plan
    rule: Rule | None


class _Customer:
    """What is known of one customer, and the verdicts that follow from it, each in the light of those before."""

    __slots__ = ("_book", "_expected", "_held", "_now", "_times", "_waiting")

    def __init__(self, book: Book, held: Sequence[Held], now: int) -> None:
        self._book, self._held, self._now = book, held, now
        self._times: dict[int, list[int]] = {}
        self._waiting: dict[str, _Waiting] = {}
        self._expected: dict[str, Plan] = {}
        """The programmes that come again, as their last message was, by the rule that keeps room for them."""

    def note(self, contact: Contact) -> None:
        """Take in what was decided before."""
        kind = (contact.message_class, contact.family, contact.programme, contact.channel)
        plan, at = self._book.plan(kind), moment_of(contact.at)
        if contact.waits:
            self._waiting[contact.key] = _Waiting(at, moment_of(contact.expires_at), plan)
        else:
            self._add(at, plan)

    def decide(self, request: ContactRequest) -> Verdict:
        plan, at = self._book.plan(_kind(request)), moment_of(request.at)
        if self._waiting:
            self._waiting.pop(request.key, None)
        verdict = self._weighed(request, at, plan) if plan.is_held else ALLOWED
        if verdict is ALLOWED:
            self._add(at, plan)
        elif isinstance(verdict, Later):
            self._waiting[request.key] = _Waiting(moment_of(verdict.at), moment_of(request.expires_at), plan)
        return verdict

    def _add(self, at: int, plan: Plan) -> None:
        times = self._times
        for counter in plan.feeds:
            if (counted := times.get(counter)) is None:
                times[counter] = [at]
            elif counted[-1] <= at:
                counted.append(at)
            else:
                insort(counted, at)
        for rule in plan.expects:
            self._expected[rule.code] = plan

    def _weighed(self, request: ContactRequest, at: int, plan: Plan) -> Verdict:
        if not self._held and not self._times and not self._waiting:
            return ALLOWED
        times: Times = self._times
        rule = _forbidding(plan, times, self._held, at)
        kept = list(self._kept(plan, at)) if self._waiting or self._expected else []
        if kept:
            times = _with_room(times, kept)
            if rule is None and (rule := _forbidding(plan, times, self._held, at)):
                rule = next((room.rule for room in kept if room.rule), rule)
        if rule is None:
            return ALLOWED
        expires = moment_of(request.expires_at)
        free = _first_free(plan, times, self._held, at, expires) if rule.effect == Effect.DELAY else expires
        return Later(EPOCH + free * MICROSECOND, rule.code) if free < expires else Refused(rule.code)

    def _kept(self, plan: Plan, at: int) -> Iterator[_Kept]:
        """The room that a request must leave: for what waits and outranks it, and for what is due."""
        waits_for: set[str] = set()
        for other in self._waiting.values():
            moment = max(other.at, self._now)
            waits_for.update(rule.code for rule in other.plan.reserves)
            if moment < other.expires and (room := _room(other.plan, plan, moment, at)):
                yield room
        for rule in self._book.expecting:
            expected = self._expected.get(rule.code)
            if expected and expected.rank <= plan.rank and rule not in plan.reserves and rule.code not in waits_for:
                due = self._times[self._book.counter(rule)][-1] + rule.every_days * DAY
                if abs(due - at) <= rule.days * DAY:
                    yield _Kept(max(due, self._now), expected, rule)


def _room(waiting: Plan, plan: Plan, moment: int, at: int) -> _Kept | None:
    """The room that a request must leave for one that waits until a moment."""
    if waiting.rank < plan.rank:
        return _Kept(moment, waiting, None)
    if waiting.rank > plan.rank or plan.reserves:
        return None
    ahead = (rule for rule in waiting.reserves if moment - at <= rule.days * DAY)
    return next((_Kept(moment, waiting, rule) for rule in ahead), None)


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
            until = max((_end(hold) for hold in held if _heeds(check.rule, hold, plan)), default=0) if held else 0
            if until > at:
                yield check.rule, until
            continue
        counted = times.get(check.counter)
        # Most messages are long enough ago to be seen at a glance.
        if counted and counted[-1] > at - check.span and (until := free_again(counted, at, check.limit, check.span)):
            yield check.rule, until


def _end(hold: Held) -> int:
    return moment_of(hold.until)


def _heeds(rule: Rule, hold: Held, plan: Plan) -> bool:
    is_meant = not hold.only or RANKS[MessageClass(hold.only)] == plan.rank
    return is_meant and (not rule.codes or hold.code in rule.codes)


def _first_free(plan: Plan, times: Times, held: Sequence[Held], at: int, expires: int) -> int:
    """The first moment that no rule forbids; `expires` or later where there is none before."""
    while at < expires:
        ends = [until for _rule, until in _forbidden(plan, times, held, at)]
        if not ends:
            break
        at = max(ends)
    return at
