"""What must be known to decide whom a programme asks: its plan with codes looked up, its customers, what is left."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from aisance.accounts.public import unit_ids_in, units_by_code
from aisance.core import clock
from aisance.core.scope import Scope
from aisance.customers.contracts import IdentifierKind
from aisance.customers.public import addresses, members_of, persons_of, traits
from aisance.journeys.public import reasons
from aisance.outreach.contracts import MessageChannel, RefusalReason
from aisance.outreach.public import reach_of, stopped
from aisance.surveys.contracts import InvitationState
from aisance.surveys.models import Invitation, Programme, ProgrammeVersion, Response
from aisance.surveys.models.invitations import ANSWERED
from aisance.surveys.planning.drawing import pilot_of
from aisance.surveys.planning.hours import hours_of
from aisance.surveys.planning.verdicts import Audience, Known, Plan, Quota, Room

PURPOSE = "surveys"
ASKED_STATES = [InvitationState.PLANNED.value, InvitationState.SENDING.value, InvitationState.DELIVERED.value]
PORTION = 5_000
# Before a programme has a history, one of five is thought to answer; it counts as ten closed invitations.
PRIOR_ANSWERS, PRIOR_CLOSED = 2, 10


def plan_of(programme: Programme, version: ProgrammeVersion) -> Plan:
    """What a version says, ready to decide by. Two queries, and two more for each kind of unit or reason it names."""
    audience = version.audience
    pilot = pilot_of(version.pilot)
    return Plan(
        programme=programme.code,
        audience=Audience(
            units=_units_below(audience.get("units"), within=programme.unit.path or ""),
            channels=frozenset(version.channels) or None,
            steps=frozenset(version.step_ids) or None,
            reasons=_reasons_below(audience.get("reasons")),
            outcomes=frozenset(audience.get("outcomes", ())) or None,
            languages=frozenset(audience.get("languages", ())) or None,
            segments=frozenset(audience.get("segments", ())) or None,
            members=members_of(audience.get("segments", ())),
        ),
        wait=timedelta(minutes=version.wait_minutes),
        valid_hours=version.valid_hours,
        quiet_days=version.quiet_days,
        rate_percent=version.rate_percent,
        pilot=pilot,
        pilot_units=_units_below(pilot.units, within=programme.unit.path or "") if pilot.units else frozenset(),
        hours=hours_of(version.hours),
        routes=routes_of(version),
        daily_cap=version.daily_cap,
        zone=settings.TIME_ZONE,
        language=settings.LANGUAGE_CODE,
    )


def routes_of(version: ProgrammeVersion) -> tuple[str, ...]:
    """The message channels in the order tried."""
    return tuple(version.routes) or (version.message_channel,)


def _units_below(codes: Collection[str] | None, *, within: str = "/") -> frozenset[int]:
    """The ids of the units with these codes and of those below, as far as they lie in a subtree; all of it for none."""
    if not codes:
        return frozenset(unit_ids_in(Scope((within,))))
    paths = tuple(unit.path for unit in units_by_code(codes).values() if unit.path.startswith(within))
    return frozenset(unit_ids_in(Scope(paths)))


def _reasons_below(codes: Collection[str] | None) -> frozenset[int] | None:
    """The ids of the reasons with these codes and of those below; null for none."""
    if not codes:
        return None
    known = reasons()
    paths = tuple(reason.path for reason in known if reason.code in set(codes))
    return frozenset(reason.id for reason in known if reason.path.startswith(paths)) if paths else frozenset()


def customers_known(ids: Collection[int], plan: Plan) -> dict[int, Known]:
    """What is known of these customers, by id. A handful of queries for each 5,000."""
    found: dict[int, Known] = {}
    for some in _portions(sorted(ids)):
        found |= _known(some, plan)
    return found


def _known(ids: Collection[int], plan: Plan) -> dict[int, Known]:
    reach = {route: reach_of(ids, MessageChannel(route), survey=PURPOSE) for route in plan.routes}
    stops, answered = stopped(ids, PURPOSE), _answered_by(ids) if len(plan.routes) > 1 else {}
    phones = addresses(ids, IdentifierKind.PHONE) if plan.hours is not None else {}
    return {
        pk: Known(
            language=trait.language,
            segment=trait.segment,
            open_to=[route for route in plan.routes if not isinstance(reach[route][pk], RefusalReason)],
            stopped=pk in stops,
            bounced=any(reach[route][pk] == RefusalReason.BOUNCED for route in plan.routes),
            phone=phones.get(pk, ""),
            answered_by=answered.get(pk, ""),
        )
        for pk, trait in traits(ids).items()
    }


def _answered_by(ids: Collection[int]) -> dict[int, str]:
    """The message channel by which each customer was asked when they answered last."""
    rows = Response.objects.filter(customer_id__in=ids, invitation__isnull=False).exclude(invitation__route="")
    return dict(rows.order_by("answered_at", "pk").values_list("customer_id", "invitation__route"))


def room_left(
    programme: Programme, version: ProgrammeVersion, plan: Plan, ids: Collection[int], since: datetime
) -> Room:
    """What is left to give to these customers from a moment on, what was planned before being taken."""
    return Room(
        asked=asked_of(ids, since - timedelta(days=plan.quiet_days)),
        planned=planned_by_day(programme.pk, since) if plan.daily_cap is not None else Counter(),
        quotas=quotas_left(programme, version) if version.quotas else (),
        expects=expected_share(programme.pk) if version.quotas else 1.0,
    )


def asked_of(ids: Collection[int], since: datetime, *, without: int = 0) -> dict[int, list[datetime]]:
    """When each customer was, or will be, asked after a moment, by whichever programme but one."""
    asked: dict[int, list[datetime]] = {}
    persons = persons_of(ids)
    for row, person in persons.items():
        asked[row] = asked.setdefault(person, [])  # one list for all rows of a person, which `Room` adds to
    for some in _portions(sorted({*ids, *persons})):
        rows = Invitation.objects.filter(customer_id__in=some, state__in=ASKED_STATES, due_at__gt=since)
        for customer_id, due_at in rows.exclude(programme_id=without).values_list("customer_id", "due_at"):
            asked.setdefault(customer_id or 0, []).append(due_at)
    return asked


def planned_by_day(programme_id: int, since: datetime) -> Counter[date]:
    """How many a programme asks on each day, from the day of a moment on."""
    start = clock.start_of_day(clock.local_day(since))
    rows = Invitation.objects.filter(programme_id=programme_id, state__in=ASKED_STATES, due_at__gte=start)
    return Counter(clock.local_day(due_at) for due_at in rows.values_list("due_at", flat=True))


def expected_share(programme_id: int) -> float:
    """The share of a programme's closed invitations that were answered, a little drawn towards one of five."""
    rows = Invitation.objects.filter(programme_id=programme_id, state=InvitationState.DELIVERED)
    counted = rows.aggregate(
        answered=Count("pk", filter=ANSWERED),
        closed=Count("pk", filter=ANSWERED | Q(expires_at__lt=clock.now())),
    )
    return float((counted["answered"] + PRIOR_ANSWERS) / (counted["closed"] + PRIOR_CLOSED))


def quotas_left(programme: Programme, version: ProgrammeVersion) -> list[Quota]:
    """The strata with a bound, and how many answers each may still get in this calendar month.

    Answers of the month count, and of the invitations that may still be answered the share that is thought to be.
    """
    quotas = quotas_whole(programme, version)
    month = clock.start_of_day(clock.today().replace(day=1))
    answers = Response.objects.filter(version__programme=programme, answered_at__gte=month)
    _spend(quotas, answers.values_list("unit_id", "channel", "reason_id", "language"), 1.0)
    waiting = Invitation.objects.filter(
        programme=programme, state__in=ASKED_STATES, expires_at__gte=clock.now(), response__isnull=True
    )
    fields = ("unit_id", "interaction__channel", "interaction__reason_id", "language")
    _spend(quotas, waiting.values_list(*fields), expected_share(programme.pk))
    return quotas


def quotas_whole(programme: Programme, version: ProgrammeVersion) -> list[Quota]:
    """The strata with a bound, each with the whole of it left."""
    return [
        Quota(dimension, _members(dimension, code, programme), float(bound))
        for dimension, bounds in version.quotas.items()
        for code, bound in bounds.items()
    ]


def _members(dimension: str, code: str, programme: Programme) -> frozenset[int | str]:
    if dimension == "unit":
        return frozenset(_units_below([code], within=programme.unit.path or ""))
    if dimension == "reason":
        return frozenset(_reasons_below([code]) or ())
    return frozenset([code])


def _spend(quotas: Iterable[Quota], rows: Any, amount: float) -> None:
    """Take from each quota what rows of unit, channel, reason and language have of it."""
    counted = rows.order_by().annotate(n=Count("pk"))
    for unit_id, channel, reason_id, language, n in counted:
        for quota in quotas:
            if quota.takes(unit_id, channel or "", reason_id, language):
                quota.left -= n * amount


def _portions(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + PORTION] for start in range(0, len(ids), PORTION))
