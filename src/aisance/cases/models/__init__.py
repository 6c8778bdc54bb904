"""The tables of cases: cases and their log, alert rules and what they decided, hours and people's work."""

from aisance.cases.models.alerts import AlertMark, AlertRule, Weighing
from aisance.cases.models.case import OPEN, Case, CaseEntry, CaseNotice, Watch
from aisance.cases.models.work import WorkingHours, WorkProfile

__all__ = [
    "OPEN",
    "AlertMark",
    "AlertRule",
    "Case",
    "CaseEntry",
    "CaseNotice",
    "Watch",
    "Weighing",
    "WorkProfile",
    "WorkingHours",
]
