"""What a programme would have done in a month that is past: how many asked, delayed, refused, and by which rule."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from aisance.core import clock
from aisance.core.decisions import Refused
from aisance.core.permissions import Viewer
from aisance.journeys.public import interactions_ended
from aisance.outreach.contracts import ContactRequest, MessageChannel, MessageClass
from aisance.outreach.public import foresee
from aisance.surveys.contracts import DryRun, NotAskedReason, ProgrammeKind
from aisance.surveys.models import Programme, ProgrammeVersion
from aisance.surveys.planning.verdicts import Plan, Quota, Room, Verdict, verdicts
from aisance.surveys.queries.candidates import asked_of, customers_known, expected_share, plan_of, quotas_whole
from aisance.surveys.queries.programmes import draft_of, programme_seen_by, version_shown


def month_of(text: str) -> date:
    """The first day of a month written as 2026-10. Raises ValueError."""
    return date.fromisoformat(f"{text}-01")


def month_before(day: date) -> date:
    """The first day of the month before."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def dry_run_by_code(viewer: Viewer, code: str, month: date) -> DryRun:
    """The same for a programme by its code: of its draft where one waits, else of the version in force.

    Raises LookupError where the viewer knows of no such programme, or where it has no version or asks after no contact.
    """
    programme = programme_seen_by(viewer, code)
    version = version_to_try(programme) if programme else None
    if programme is None or version is None or programme.kind != ProgrammeKind.HOT:
        raise LookupError(code)
    return dry_run(programme, version, month)


def version_to_try(programme: Programme) -> ProgrammeVersion | None:
    """The draft where one waits, else the version in force."""
    return draft_of(programme) or version_shown(programme)


def dry_run(programme: Programme, version: ProgrammeVersion, month: date) -> DryRun:
    """Decide about every contact that ended in a month as if the version had been running; nothing is stored.

    Each contact is decided as at its own end, by today's addresses and stops. What other programmes did to these
    customers counts; what this one did does not. The pilot stands as it stands today. Quotas are whole, and a share
    of the invited is thought to answer at once. A reading of the month and a handful of queries for 5,000 customers.
    """
    start = clock.start_of_day(month)
    end = clock.start_of_day((month + timedelta(days=31)).replace(day=1))
    plan = plan_of(programme, version)
    found = interactions_ended(plan.audience.units, start, end, with_attributes=plan.hours is not None)
    cards = [card for card in found if plan.audience.fits_contact(card)]
    ids = {card.customer_id for card in cards if card.customer_id is not None}
    room = Room(
        asked=asked_of(ids, start - timedelta(days=plan.quiet_days), without=programme.pk),
        quotas=_quotas(programme, version),
        expects=expected_share(programme.pk) if version.quotas else 1.0,
    )
    known = customers_known(ids, plan)
    decided = list(verdicts(cards, plan, known, room, now=None, pilot_day=clock.today()))
    return _counted(month, plan, programme, decided)


def _quotas(programme: Programme, version: ProgrammeVersion) -> Sequence[Quota]:
    return quotas_whole(programme, version) if version.quotas else ()


def _counted(month: date, plan: Plan, programme: Programme, decided: Sequence[Verdict]) -> DryRun:
    refused: Counter[str] = Counter()
    by_rule: Counter[str] = Counter()
    delayed_by: Counter[str] = Counter()
    routes: Counter[str] = Counter()
    willing = []
    for verdict in decided:
        if isinstance(verdict.decision, Refused):
            refused[str(verdict.decision.reason)] += 1
        else:
            willing.append(verdict)
    last_words = foresee([_request(verdict, plan, programme) for verdict in willing], without=programme.code)
    for verdict, last in zip(willing, last_words, strict=True):
        if isinstance(last.verdict, Refused):
            refused[NotAskedReason.UNDER_PRESSURE] += 1
            by_rule[last.verdict.reason] += 1
            continue
        routes[verdict.route] += 1
        if last.times_delayed:
            delayed_by[last.delayed_by] += 1
    return DryRun(
        month=month,
        eligible=len(decided),
        asked=sum(routes.values()),
        delayed=sum(delayed_by.values()),
        refused={str(reason): n for reason, n in refused.most_common()},
        by_rule=dict(by_rule.most_common()),
        delayed_by=dict(delayed_by.most_common()),
        routes=dict(routes.most_common()),
    )


def _request(verdict: Verdict, plan: Plan, programme: Programme) -> ContactRequest:
    return ContactRequest(
        key=str(verdict.card.id),
        customer_id=verdict.card.customer_id or 0,
        message_class=MessageClass.SURVEY,
        family=programme.family,
        programme=programme.code,
        channel=MessageChannel(verdict.route),
        at=verdict.due_at,
        expires_at=verdict.due_at + timedelta(hours=plan.valid_hours),
    )
