"""The words of the desk: deadlines and durations as people say them, outcomes, statuses, what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from aisance.cases.contracts import CaseOutcome, CaseStatus, EntryKind
from aisance.cases.desk.replying import NOT_FILLED, UNCHANGED
from aisance.cases.desk.rules import Step
from aisance.cases.gestures.wording import entry_words as gesture_words
from aisance.core.clock import local_day
from aisance.outreach.contracts import RefusalReason
from aisance.ui.dates import date_format

STATUS_NAMES = {
    CaseStatus.NEW: pgettext_lazy("case", "New"),
    CaseStatus.OPEN: pgettext_lazy("case", "Being worked on"),
    CaseStatus.WAITING: gettext_lazy("Waiting for the customer"),
    CaseStatus.CLOSED: pgettext_lazy("case", "Closed"),
}
OUTCOME_NAMES = {
    CaseOutcome.SOLVED: pgettext_lazy("case", "Solved"),
    CaseOutcome.SAVED: pgettext_lazy("case", "Saved: the customer stays"),
    CaseOutcome.LOST: pgettext_lazy("case", "Lost: the customer leaves"),
    CaseOutcome.NOT_REACHED: gettext_lazy("Not reached"),
    CaseOutcome.UNFOUNDED: pgettext_lazy("case", "Unfounded"),
}
ENTRY_NAMES = {
    EntryKind.OPENED: gettext_lazy("Case opened"),
    EntryKind.JOINED: gettext_lazy("Told again: joined to this case"),
    EntryKind.NOTE: pgettext_lazy("case", "Note"),
    EntryKind.ASKED: gettext_lazy("A colleague was asked"),
    EntryKind.ANSWERED: gettext_lazy("A colleague answered"),
    EntryKind.MESSAGE_OUT: gettext_lazy("We wrote to the customer"),
    EntryKind.MESSAGE_IN: gettext_lazy("The customer wrote"),
    EntryKind.PROMISE: gettext_lazy("Promised to the customer"),
    EntryKind.TRANSFERRED: gettext_lazy("Handed over"),
    EntryKind.TAKEN: gettext_lazy("Given an owner"),
    EntryKind.STATUS: gettext_lazy("Status changed"),
    EntryKind.REMINDER: gettext_lazy("Reminder sent"),
    EntryKind.ESCALATED: gettext_lazy("Supervisors told"),
    EntryKind.GESTURE: pgettext_lazy("case", "Gesture"),
    EntryKind.CAUSE: gettext_lazy("Root cause"),
    EntryKind.CLOSED: gettext_lazy("Case closed"),
    EntryKind.REOPENED: gettext_lazy("Case opened again"),
    EntryKind.CUSTOMER_SAYS: gettext_lazy("What the customer says"),
    EntryKind.MERGED: gettext_lazy("Merged"),
    EntryKind.SPLIT: gettext_lazy("Split"),
    EntryKind.UNDELIVERED: gettext_lazy("A message did not reach the customer"),
}
STEP_WORDS = {
    Step.TAKE: gettext_lazy("Take this case: it has no owner yet."),
    Step.KEEP_BROKEN_PROMISE: gettext_lazy("The promise is overdue. Call now, and say when it will be kept."),
    Step.ANSWER: gettext_lazy("The customer wrote: answer."),
    Step.ANSWER_COLLEAGUE: gettext_lazy("A colleague asks you: answer below."),
    Step.REACH_OTHERWISE: gettext_lazy("Your message came back: call, or write by another channel."),
    Step.BEGIN: gettext_lazy("Call or write: nobody has yet."),
    Step.READ_COLLEAGUE: gettext_lazy("Your colleague answered: tell the customer."),
    Step.KEEP_PROMISE: gettext_lazy("Keep what was promised."),
    Step.WAIT_FOR_COLLEAGUE: gettext_lazy("A colleague was asked; no answer yet."),
    Step.ASK_AGAIN: gettext_lazy("No word for three days: try another channel."),
    Step.WAIT: gettext_lazy("Wait for the customer's answer."),
    Step.CLOSE: gettext_lazy("Say the root cause, and close."),
}


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline in words: `tone` is worse when late, attention on the last stretch, else empty."""

    at: datetime
    words: str
    clock: str
    tone: str

    @property
    def is_late(self) -> bool:
        return self.tone == "worse"


SOON = timedelta(hours=2)


def due_words(due_at: datetime | None, now: datetime, *, closed: bool = False) -> Due | None:
    """How long there is until a deadline, or how late it is; null without one, and for what is closed."""
    if due_at is None or closed:
        return None
    if due_at <= now:
        return Due(due_at, _("%(time)s late") % {"time": length(now - due_at)}, moment_words(due_at, now), "worse")
    left = due_at - now
    words = _("in %(time)s") % {"time": length(left)}
    return Due(due_at, words, moment_words(due_at, now), "attention" if left <= SOON else "")


def moment_words(moment: datetime, now: datetime) -> str:
    """The hour of today, the day and hour of another day."""
    here = localtime(moment)
    if local_day(moment) == local_day(now):
        return date_format(here, "H:i")
    return date_format(here, pgettext("format of a day and an hour", "D j M, H:i"))


def length(duration: timedelta | None) -> str:
    """A duration in its two greatest units; a dash for none."""
    if duration is None:
        return "–"
    minutes = int(duration.total_seconds() // 60)
    hours, days = minutes // 60, minutes // 1440
    if days >= 3:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if days:
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours % 24}
    if hours:
        return _("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": minutes % 60}
    return _("%(minutes)d min") % {"minutes": minutes}


def entry_words(kind: EntryKind, data: Mapping[str, Any]) -> Any:
    """What happened, in words; a message names its channel by the one who shows it."""
    if kind is EntryKind.CUSTOMER_SAYS:
        return _("The customer says it is solved") if data.get("solved") else _("The customer says it is not solved")
    if kind is EntryKind.GESTURE and data.get("gesture"):
        return gesture_words(data)
    return ENTRY_NAMES[kind]


NOT_SENT = {
    RefusalReason.NO_ADDRESS: gettext_lazy("There is no address for this channel."),
    RefusalReason.ASKED_TO_STOP: gettext_lazy("The customer asked for no more messages by this channel."),
    RefusalReason.BOUNCED: gettext_lazy("What was sent to this address came back."),
    RefusalReason.PAUSED: gettext_lazy("The customer asked to be left in peace for now."),
    RefusalReason.NO_CONSENT: gettext_lazy("The customer may not be written to for this."),
    RefusalReason.RESTRICTED: gettext_lazy("The customer's data may be kept, and used for nothing."),
    RefusalReason.LESS_OFTEN: gettext_lazy("The customer wants to hear from us less often."),
}


def not_sent_words(reason: str) -> Any:
    """Why a message did not leave."""
    if reason in {NOT_FILLED, UNCHANGED}:
        return _("The message is not written for this customer yet.")
    words = NOT_SENT[RefusalReason(reason)] if reason in RefusalReason else reason
    return _("Not sent: %(why)s Nothing was written; try another channel.") % {"why": words}
