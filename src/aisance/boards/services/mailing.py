"""Weekly reports: planned when their hour has come, claimed with a lease, handed over once.

The order is that of docs/explanation/sending-once.md: a report that was handed over and whose worker died may have
arrived, and is never sent again.
"""

import logging
from contextlib import closing
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from aisance.accounts.contracts import PersonCard
from aisance.accounts.public import person_card, viewer_of
from aisance.boards.mail.letters import ReportLetter, letter_of, report_of
from aisance.boards.models import Subscription, WeeklyReport
from aisance.boards.queries import board_seen
from aisance.boards.rules import due_in_week, week_of
from aisance.core import clock
from aisance.outreach.public import (
    Busy,
    Delivered,
    Interrupted,
    Never,
    NotNow,
    Outcome,
    Transport,
    Unclear,
    is_resting,
    note_answer,
    note_silence,
    open_transport,
    pause_after,
    without_addresses,
)

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""Drawing a board takes a second or two, a slow mail server some more."""
BATCH = 5
PAUSE_AFTER_A_BREAK = timedelta(minutes=1)

State = WeeklyReport.State


class ClaimLostError(Exception):
    """The lease ended before the report was handed over, and it is somebody else's now."""


class NotForThemError(Exception):
    """The reader has no account any more, may not see the board any more, or the board shows nothing."""


def send_due_reports(limit: int = BATCH) -> int:
    """Plan this week's reports, settle those whose receipt was lost, send what is due; returns how many were sent."""
    _plan()
    return _settle_lost_receipts() + _send(limit)


def _plan() -> None:
    """One row for each subscription whose hour of this week has come; the constraint keeps it one."""
    now, week = clock.now(), week_of(clock.today())
    waiting = Subscription.objects.exclude(reports__week=week)
    due = [row for row in waiting if row.since <= _moment(due_in_week(week, row.weekday)) <= now]
    if due:
        rows = [WeeklyReport(subscription=row, week=week, next_try_at=now) for row in due]
        WeeklyReport.objects.bulk_create(rows, ignore_conflicts=True)


def _moment(wall_clock: datetime) -> datetime:
    return timezone.make_aware(wall_clock, timezone.get_default_timezone())


def _settle_lost_receipts() -> int:
    lost = WeeklyReport.objects.filter(state=State.HANDED_OVER, claimed_until__lte=clock.now())
    return sum(_settle(report, State.UNACKNOWLEDGED, "receipt_lost") for report in lost)


def _due() -> QuerySet[WeeklyReport]:
    now = clock.now()
    waiting = WeeklyReport.objects.filter(state=State.PENDING, next_try_at__lte=now)
    return waiting.exclude(claimed_until__gt=now).order_by("next_try_at", "pk")


def _send(limit: int) -> int:
    if is_resting(clock.now()) or not _due().exists():
        return 0
    try:
        transport = open_transport()  # before claiming: a server that is down costs no report an attempt
    except OSError as problem:
        note_silence(clock.now())
        log.warning("The mail server cannot be reached: %s", type(problem).__name__)
        return 0
    note_answer()
    done = 0
    with closing(transport):
        while done < limit and transport.is_usable() and (report := _claim()):
            _send_one(report, transport)
            done += 1
    return done


def _claim() -> WeeklyReport | None:
    """One report at a time, since the lease must outlast its drawing."""
    until = clock.now() + LEASE
    with transaction.atomic():
        free = _due().select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        report = free.first()
        if report:
            WeeklyReport.objects.filter(pk=report.pk).update(claimed_until=until)
            report.claimed_until = until
    return report


def _send_one(report: WeeklyReport, transport: Transport) -> None:
    try:
        outcome = transport.deliver(_letter(report), lambda: _hand_over(report))
    except ClaimLostError:
        log.warning("Report %s was taken over before it left", report.pk)
    except NotForThemError as problem:
        _settle(report, State.FAILED, str(problem))
    except Exception:
        log.exception("Report %s could not be drawn", report.pk)
        _conclude(report, NotNow("could_not_be_drawn"))
    else:
        _conclude(report, outcome)


def _letter(report: WeeklyReport) -> ReportLetter:
    """The letter with the figures that the reader may see at this moment."""
    subscription = report.subscription
    person = _reader(subscription)
    viewer = viewer_of(person.id)
    if viewer is None:
        raise NotForThemError("no_account")
    try:
        board = board_seen(viewer, subscription.board_id)
    except Http404:
        raise NotForThemError("not_shared") from None
    if not board.parts.exists():
        raise NotForThemError("empty_board")
    key = f"boards.report:{subscription.pk}:{report.week.isoformat()}"
    return letter_of(report_of(board, viewer, _language(person)), person, key=key, at=clock.now())


def _reader(subscription: Subscription) -> PersonCard:
    person = person_card(subscription.person_id)
    if person is None or not person.is_active:
        raise NotForThemError("no_account")
    return person


def _language(person: PersonCard) -> str:
    return person.language if person.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _hand_over(report: WeeklyReport) -> None:
    """Commit that the report is about to leave. The claim is checked again, since drawing may have been slow."""
    until = clock.now() + LEASE
    with transaction.atomic(durable=True):
        mine = _same(report).update(state=State.HANDED_OVER, claimed_until=until)
    if not mine:
        raise ClaimLostError
    report.state, report.claimed_until = State.HANDED_OVER, until


def _same(report: WeeklyReport) -> QuerySet[WeeklyReport]:
    """The row as long as nobody else has taken it since it was read."""
    return WeeklyReport.objects.filter(pk=report.pk, state=report.state, claimed_until=report.claimed_until)


def _conclude(report: WeeklyReport, outcome: Outcome) -> None:
    match outcome:
        case Delivered():
            _settle(report, State.SENT)
        case Never(words):
            _settle(report, State.FAILED, without_addresses(words))
        case Unclear(words):
            _settle(report, State.UNACKNOWLEDGED, without_addresses(words))
        case NotNow(words):
            _wait_or_give_up(report, without_addresses(words))
        case Interrupted(words) | Busy(words):
            note_silence(clock.now())
            _wait(report, PAUSE_AFTER_A_BREAK, without_addresses(words))


def _wait_or_give_up(report: WeeklyReport, words: str) -> None:
    report.attempts += 1
    pause = pause_after(report.attempts)
    if pause is None:
        _settle(report, State.FAILED, words)
    else:
        _wait(report, pause, words)


def _wait(report: WeeklyReport, pause: timedelta, words: str) -> None:
    _same(report).update(
        state=State.PENDING,
        attempts=report.attempts,
        reason=words,
        next_try_at=clock.now() + pause,
        claimed_until=None,
    )


@transaction.atomic
def _settle(report: WeeklyReport, state: WeeklyReport.State, reason: str = "") -> bool:
    """Give the report its last state, unless somebody else has taken it since it was read."""
    return bool(_same(report).update(state=state, reason=reason, claimed_until=None, settled_at=clock.now()))
