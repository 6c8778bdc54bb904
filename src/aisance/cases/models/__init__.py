"""The tables of cases: cases and their log, alert rules and what they decided, hours and people's work, bridges."""

from aisance.cases.models.alerts import AlertMark, AlertRule, Weighing
from aisance.cases.models.bridges import CalendarFeed, DeskStatus, DeskTicket, InboundMail, MailFile, MailTerms
from aisance.cases.models.case import OPEN, Case, CaseEntry, CaseNotice, Watch
from aisance.cases.models.desk import ColleagueQuestion, ReplyTemplate
from aisance.cases.models.gestures import (
    Gesture,
    GestureAccount,
    GestureAutonomy,
    GestureBudget,
    GestureHoldBack,
    GestureKind,
    GestureSeen,
)
from aisance.cases.models.notices import DeskNotice
from aisance.cases.models.work import WorkingHours, WorkProfile

__all__ = [
    "OPEN",
    "AlertMark",
    "AlertRule",
    "CalendarFeed",
    "Case",
    "CaseEntry",
    "CaseNotice",
    "ColleagueQuestion",
    "DeskNotice",
    "DeskStatus",
    "DeskTicket",
    "Gesture",
    "GestureAccount",
    "GestureAutonomy",
    "GestureBudget",
    "GestureHoldBack",
    "GestureKind",
    "GestureSeen",
    "InboundMail",
    "MailFile",
    "MailTerms",
    "ReplyTemplate",
    "Watch",
    "Weighing",
    "WorkProfile",
    "WorkingHours",
]
