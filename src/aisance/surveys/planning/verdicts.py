"""One decision an eligible contact: asked or not, why, when and on what; the same for real and in a dry run."""

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from aisance.core.decisions import Decision
from aisance.journeys.contracts import InteractionCard
from aisance.surveys.planning.drawing import Pilot, place_of
from aisance.surveys.planning.hours import Hours, open_everywhere, zones_of_customer
from aisance.surveys.planning.routes import route_of
from aisance.surveys.rules import Asking, may_ask

type Ids = frozenset[int]


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a programme is about. Null means all; reasons and units hold those below them too.

    `members` are the customers who are in the declared segments among `segments`, which may also be codes that a
    customer bears.
    """

    units: Ids
    channels: frozenset[str] | None = None
    steps: Ids | None = None
    reasons: Ids | None = None
    outcomes: frozenset[str] | None = None
    languages: frozenset[str] | None = None
    segments: frozenset[str] | None = None
    members: Container[int] = ()

    def fits_contact(self, card: InteractionCard) -> bool:
        """Whether a contact that is over is one of those that the programme is about, as far as the contact says."""
        return (
            card.ended_at is not None
            and card.unit_id in self.units
            and (self.channels is None or card.channel.value in self.channels)
            and (self.steps is None or card.step_id in self.steps)
            and (self.reasons is None or card.reason_id in self.reasons)
            and (self.outcomes is None or card.outcome in self.outcomes)
        )

    def fits_customer(self, language: str, segment: str, customer_id: int) -> bool:
        """Whether the customer is; `nl` stands for every kind of Dutch, `nl-be` for one."""
        spoken = self.languages is None or not self.languages.isdisjoint({language, language.partition("-")[0]})
        return spoken and (self.segments is None or segment in self.segments or customer_id in self.members)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a version of a programme says, with its codes looked up."""

    programme: str
    audience: Audience
    wait: timedelta
    valid_hours: int
    quiet_days: int
    rate_percent: int
    pilot: Pilot
    pilot_units: Ids
    hours: Hours | None
    routes: tuple[str, ...]
    daily_cap: int | None
    zone: str
    language: str

    @property
    def quiet_time(self) -> timedelta:
        return timedelta(days=self.quiet_days)

    def day(self, moment: datetime) -> date:
        """The day of a moment in the company's time zone."""
        return moment.astimezone(ZoneInfo(self.zone)).date()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a customer; `open_to` are the message channels on which they can be reached."""

    language: str = ""
    segment: str = ""
    open_to: Collection[str] = ()
    stopped: bool = False
    bounced: bool = False
    phone: str = ""
    answered_by: str = ""
    unanswered_by: Collection[str] = ()

    def after_silence(self, routes: Collection[str]) -> "Known":
        """The same customer, who did not answer on these ways the last time."""
        return replace(self, unanswered_by=frozenset(routes))


NOBODY = Known()


@dataclass(slots=True)
class Quota:
    """A stratum and how many answers it may still get; `members` are ids or codes of one dimension."""

    dimension: str
    members: frozenset[int | str]
    left: float

    def takes(self, unit_id: int, channel: str, reason_id: int | None, language: str) -> bool:
        match self.dimension:
            case "unit":
                return unit_id in self.members
            case "channel":
                return channel in self.members
            case "reason":
                return reason_id in self.members
            case _:
                return not self.members.isdisjoint({language, language.partition("-")[0]})


@dataclass(slots=True)
class Room:
    """What is left to give, which shrinks as decisions are taken.

    `expects` is the share of those asked who are thought to answer: that much of an answer is kept for each of them.
    """

    asked: dict[int, list[datetime]] = field(default_factory=dict)
    planned: Counter[date] = field(default_factory=Counter)
    quotas: Sequence[Quota] = ()
    expects: float = 1.0

    def take(self, customer_id: int, day: date, due_at: datetime, quotas: Iterable[Quota]) -> None:
        self.asked.setdefault(customer_id, []).append(due_at)
        self.planned[day] += 1
        for quota in quotas:
            quota.left -= self.expects


@dataclass(frozen=True, slots=True)
class Verdict:
    """A contact, and what was decided about it."""

    card: InteractionCard
    decision: Decision
    due_at: datetime
    language: str
    route: str


def verdicts(
    cards: Iterable[InteractionCard],
    plan: Plan,
    known: Mapping[int, Known],
    room: Room,
    *,
    now: datetime | None,
    pilot_day: date,
) -> Iterator[Verdict]:
    """A verdict for each contact whose customer fits the programme; the contacts come in the order of their ends.

    `now` of null takes each contact at its own end, as if it were deciding live: that is the dry run.
    """
    for card in cards:
        customer = known.get(card.customer_id or 0, NOBODY)
        language = customer.language or card.language or plan.language
        if plan.audience.fits_customer(language, customer.segment, card.customer_id or 0):
            yield _verdict(card, plan, customer, language, room, now or card.ended_at or card.started_at, pilot_day)


def _verdict(
    card: InteractionCard,
    plan: Plan,
    customer: Known,
    language: str,
    room: Room,
    now: datetime,
    pilot_day: date,
) -> Verdict:
    ended_at = card.ended_at or card.started_at
    due_at, is_open = opening(plan, max(ended_at + plan.wait, now), card.attributes.get("time_zone", ""), customer)
    route = route_of(plan.routes, customer.open_to, answered_by=customer.answered_by)
    customer_id = card.customer_id or 0
    drawn, in_pilot = _drawn(card, plan, pilot_day)
    day = plan.day(due_at)
    quotas = [q for q in room.quotas if q.takes(card.unit_id, card.channel.value, card.reason_id, language)]
    decision = may_ask(
        Asking(
            known=card.customer_id is not None,
            has_address=bool(route),
            stopped=customer.stopped,
            ended_at=ended_at,
            now=now,
            valid_hours=plan.valid_hours,
            quiet_days=plan.quiet_days,
            due_at=due_at,
            last_asked=nearest(room.asked.get(customer_id, ()), due_at),
            drawn=drawn,
            in_pilot=in_pilot,
            is_open=is_open,
            quota_left=min((quota.left for quota in quotas), default=1.0),
            bounced=customer.bounced,
            cap_left=None if plan.daily_cap is None else plan.daily_cap - room.planned[day],
        )
    )
    if decision:
        room.take(customer_id, day, due_at, quotas)
    return Verdict(card, decision, due_at, language, route)


def opening(plan: Plan, at: datetime, told: str, customer: Known) -> tuple[datetime, bool]:
    """When to ask at the earliest, and whether there is such a moment at all."""
    if plan.hours is None:
        return at, True
    found = open_everywhere(at, zones_of_customer(told, customer.phone, plan.hours, plan.zone), plan.hours)
    return found or at, found is not None and found - at <= timedelta(hours=plan.valid_hours)


def _drawn(card: InteractionCard, plan: Plan, pilot_day: date) -> tuple[bool, bool]:
    """Whether the contact is drawn, and whether it takes part in the pilot; one place by hash serves both."""
    place, rate = place_of(plan.programme, card.source, card.external_id), plan.rate_percent / 100
    outside = plan.pilot.percent_outside(pilot_day) / 100
    return place < rate, card.unit_id in plan.pilot_units or place < rate * outside


def nearest(moments: Iterable[datetime], at: datetime) -> datetime | None:
    """The moment that lies nearest; null where there is none."""
    return min(moments, key=lambda moment: abs(moment - at), default=None)


@dataclass(frozen=True, slots=True)
class WaveVerdict:
    """A customer drawn for a wave, and what was decided."""

    customer_id: int
    decision: Decision
    due_at: datetime
    language: str
    route: str


def wave_verdicts(
    drawn: Sequence[int], plan: Plan, known: Mapping[int, Known], asked: Mapping[int, list[datetime]], *, at: datetime
) -> Iterator[WaveVerdict]:
    """A verdict for each customer of a sample, who is asked at a moment or at the first open one after it."""
    for customer_id in drawn:
        customer = known.get(customer_id, NOBODY)
        due_at, is_open = opening(plan, at, "", customer)
        route = route_of(
            plan.routes, customer.open_to, answered_by=customer.answered_by, unanswered_by=customer.unanswered_by
        )
        decision = may_ask(
            Asking(
                known=customer_id in known,
                has_address=bool(route),
                stopped=customer.stopped,
                ended_at=at,
                now=at,
                valid_hours=plan.valid_hours,
                quiet_days=plan.quiet_days,
                due_at=due_at,
                last_asked=nearest(asked.get(customer_id, ()), due_at),
                is_open=is_open,
                bounced=customer.bounced,
            )
        )
        yield WaveVerdict(customer_id, decision, due_at, customer.language or plan.language, route)
