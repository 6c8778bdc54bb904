"""Boards, their parts, with whom they are shared, who receives them by mail."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.boards.contracts import MarkKind, PartKind, Width
from aisance.core.permissions import ROLE_NAMES, Role

KIND_NAMES = {
    PartKind.FIGURE: _("Figure"),
    PartKind.TREND: _("Trend"),
    PartKind.RANKING: _("Ranking"),
    PartKind.BREAKDOWN: _("Breakdown"),
    PartKind.JOURNEY: _("Journey"),
    PartKind.DISTRIBUTION: _("Distribution"),
    PartKind.TABLE: _("Table"),
}

KIND_WORDS = {
    PartKind.FIGURE: _("One value with its interval, compared with the period before."),
    PartKind.TREND: _("Twelve weeks or months on a line, each in its interval."),
    PartKind.RANKING: _("Channels, units, reasons from the best to the worst; ties are said to be ties."),
    PartKind.BREAKDOWN: _("Two dimensions crossed, with n; a move is coloured only where it exceeds chance."),
    PartKind.JOURNEY: _("The steps of the main journey in their order."),
    PartKind.DISTRIBUTION: _("How many gave each score."),
    PartKind.TABLE: _("One or two dimensions as rows, with n, value, interval and change."),
}

WIDTH_NAMES = {Width.HALF: _("Half of the page"), Width.FULL: _("The whole width")}


MARK_NAMES = {
    MarkKind.LAUNCH: pgettext_lazy("on the time line", "launch"),
    MarkKind.STRIKE: pgettext_lazy("on the time line", "strike"),
    MarkKind.INCIDENT: pgettext_lazy("on the time line", "incident"),
    MarkKind.OTHER: pgettext_lazy("on the time line", "event"),
}


class Board(models.Model):
    """Up to twelve parts that one person put together. Without an owner it can be read and copied, not edited."""

    owner = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.JSONField(help_text="Words by language.")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"board {self.pk}"


class Share(models.Model):
    """Whoever holds this role at the unit, below it or above it may read the board, with figures of their own units."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="shares")
    role = models.CharField(max_length=20, choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    unit = models.ForeignKey("accounts.Unit", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["board", "role", "unit"], name="one_share"),
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="share_known_role"),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} with {self.role} at {self.unit_id}"


class Part(models.Model):
    """One part of a board. Codes name dimensions and their values in the words of indicators; empty means all."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=list(KIND_NAMES.items()))
    indicator = models.CharField(max_length=60)
    span = models.CharField(max_length=12)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    rows = models.CharField(max_length=12, blank=True)
    columns = models.CharField(max_length=12, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    step = models.CharField(max_length=60, blank=True)
    title = models.JSONField(default=dict, help_text="Words by language; empty for the indicator's own.")
    width = models.CharField(max_length=4, choices=list(WIDTH_NAMES.items()), default=Width.HALF)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in PartKind]), name="known_part_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of board {self.board_id}"


class Subscription(models.Model):
    """A person receives a board by mail each week, with the figures that they may see."""

    WEEKDAYS: ClassVar = [
        (1, pgettext_lazy("weekday", "Monday")),
        (2, pgettext_lazy("weekday", "Tuesday")),
        (3, pgettext_lazy("weekday", "Wednesday")),
        (4, pgettext_lazy("weekday", "Thursday")),
        (5, pgettext_lazy("weekday", "Friday")),
        (6, pgettext_lazy("weekday", "Saturday")),
        (7, pgettext_lazy("weekday", "Sunday")),
    ]

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="subscriptions")
    weekday = models.PositiveSmallIntegerField(choices=WEEKDAYS, default=1)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "board"], name="one_subscription"),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="known_weekday"),
        ]

    def __str__(self) -> str:
        return f"board {self.board_id} to person {self.person_id}"


class WeeklyReport(models.Model):
    """One report of one week, sent once: handed over before it is tried, and after a crash never tried again."""

    class State(models.TextChoices):
        PENDING = "pending", pgettext_lazy("report", "Waiting")
        HANDED_OVER = "handed_over", pgettext_lazy("report", "Handed over")
        SENT = "sent", pgettext_lazy("report", "Sent")
        UNACKNOWLEDGED = "unacknowledged", pgettext_lazy("report", "Sent, receipt unknown")
        FAILED = "failed", pgettext_lazy("report", "Not sent")

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="reports")
    week = models.DateField(help_text="The Monday of the week in which it is due.")
    state = models.CharField(max_length=14, choices=State, default=State.PENDING)
    reason = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscription", "week"], name="one_report_a_week"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"], name="report_waiting", condition=Q(state__in=["pending", "handed_over"])
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.subscription_id} {self.week}"


class TimeMark(models.Model):
    """Something that happened, from a day to a day, at a unit: shown on the trends of whoever sees that unit."""

    day = models.DateField()
    until = models.DateField(null=True, help_text="The last day, where it lasted longer than one.")
    kind = models.CharField(max_length=8, choices=list(MARK_NAMES.items()))
    words = models.JSONField(help_text="Words by language.")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.CASCADE, related_name="+")
    noted_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-day", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in MarkKind]), name="known_mark_kind"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("day")), name="mark_lasts_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.day}"
