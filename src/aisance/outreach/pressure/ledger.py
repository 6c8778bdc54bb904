"""What the ledger says: of one customer, by rule, and by programme."""

from collections import defaultdict
from datetime import date

from django.db.models import Count, Q, QuerySet

from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.customers.public import members
from aisance.journeys.public import customer_seen
from aisance.outreach.contracts import EarlierDelay, LedgerLine, ProgrammeTally, RuleTally
from aisance.outreach.models import Hold, PressureDecision, PressureDelay
from aisance.outreach.permissions import RECORD_HOLDS, VIEW_PRESSURE
from aisance.outreach.queries import require_company

LINES_SHOWN = 50


def ledger_of(viewer: Viewer, customer_id: int, *, most: int = LINES_SHOWN) -> list[LedgerLine]:
    """The latest decisions about a customer, the newest first; none of a customer whom the viewer may not see."""
    if customer_seen(viewer, customer_id) is None:
        return []
    rows = PressureDecision.objects.filter(customer_id__in=_rows_of(customer_id)).prefetch_related("delays")
    return [_line(row) for row in rows.order_by("-decided_at", "-pk")[:most]]


def _rows_of(customer_id: int) -> tuple[int, ...]:
    """All rows under which a person is known."""
    return members([customer_id]).get(customer_id, (customer_id,))


def _line(row: PressureDecision) -> LedgerLine:
    delays = sorted(row.delays.all(), key=lambda delay: delay.pk)
    return LedgerLine(
        *(row.key, row.verdict, row.rule, row.message_class, row.family, row.programme, row.channel),
        at=row.at,
        until=row.until,
        decided_at=row.decided_at,
        delays=tuple(EarlierDelay(one.rule, one.asked_for, one.until, one.decided_at) for one in delays),
    )


def holds_on(viewer: Viewer, customer_id: int) -> list[Hold]:
    """The holds under which a customer is now; none of a customer whom the viewer may not see."""
    if customer_seen(viewer, customer_id) is None:
        return []
    return list(Hold.objects.filter(customer_id__in=_rows_of(customer_id), until__gt=clock.now()).order_by("until"))


def every_hold(viewer: Viewer) -> QuerySet[Hold]:
    """The holds of all customers that are on now, the first to end first. Raises PermissionDenied."""
    require_company(viewer, RECORD_HOLDS)
    return Hold.objects.filter(until__gt=clock.now()).order_by("until", "pk")


def ledger_by_rule(viewer: Viewer, start: date, end: date, programme: str = "") -> list[RuleTally]:
    """What each rule held back in a period, both days included, by programme. Raises PermissionDenied."""
    require_company(viewer, VIEW_PRESSURE)
    within = _within(start, end, programme)
    refused = PressureDecision.objects.filter(within, verdict=PressureDecision.Verdict.REFUSED)
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for place, rows in enumerate((PressureDelay.objects.filter(within), refused)):
        for rule, programme_code, count in rows.values_list("rule", "programme").annotate(count=Count("*")):
            counts[rule, programme_code][place] = count
    return [RuleTally(*names, *numbers) for names, numbers in sorted(counts.items())]


def ledger_by_programme(viewer: Viewer, start: date, end: date, programme: str = "") -> list[ProgrammeTally]:
    """What became of each programme's requests in a period, both days included. Raises PermissionDenied."""
    require_company(viewer, VIEW_PRESSURE)
    rows = PressureDecision.objects.filter(_within(start, end, programme)).values_list("programme", "verdict")
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for code, verdict, count in rows.annotate(count=Count("*")):
        counts[code][verdict] = count
    order = PressureDecision.Verdict
    return [
        ProgrammeTally(code, *(found.get(verdict, 0) for verdict in order)) for code, found in sorted(counts.items())
    ]


def _within(start: date, end: date, programme: str) -> Q:
    return Q(day__gte=start, day__lte=end) & (Q(programme=programme) if programme else Q())


def customers_on_hold(viewer: Viewer) -> int:
    """How many customers are on hold now. Raises PermissionDenied."""
    require_company(viewer, VIEW_PRESSURE)
    return Hold.objects.filter(until__gt=clock.now()).values("customer").distinct().count()
