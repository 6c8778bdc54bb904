"""The mails of notices: numbers, amounts and times; what was said, and of whom, stands in the case alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from aisance.accounts.contracts import PersonCard
from aisance.cases.contracts import Topic
from aisance.cases.gestures.amounts import amount_words
from aisance.cases.gestures.contracts import GestureState
from aisance.cases.gestures.wording import kind_name, state_words
from aisance.cases.models import DeskNotice, Gesture
from aisance.cases.services.mailing import language_of, letter_to, mail_waiting
from aisance.outreach.public import Letter
from aisance.ui.dates import date_format


def mail_desk_notices() -> int:
    """Mail people what they are told of by now; how many mails left."""
    return mail_waiting(DeskNotice, _letter)


def _letter(person: PersonCard, rows: Sequence[DeskNotice]) -> Letter | None:
    whole = DeskNotice.objects.select_related("case", "gesture__kind").in_bulk([row.pk for row in rows])
    told = [whole[row.pk] for row in rows if row.pk in whole and _still_holds(whole[row.pk])]
    if not told:
        return None
    with translation.override(language_of(person)):
        lines = [{"words": _words(row), "url": _url(row)} for row in told]
        body = render_to_string("cases/mail/notices.txt", {"lines": lines, "name": person.name})
        return letter_to(person, _subject(told), body, key=f"cases.desk:{rows[0].pk}:{rows[0].attempts}")


def _still_holds(row: DeskNotice) -> bool:
    """Whether a request that somebody is told of waits still, by the deadline of which they are told."""
    if row.topic not in {Topic.ASKED, Topic.ASKED_SOON}:
        return True
    return (
        row.gesture is not None and row.gesture.state == GestureState.ASKED and row.gesture.answer_due_at == row.due_at
    )


def _subject(told: Sequence[DeskNotice]) -> str:
    if len(told) == 1:
        return _SUBJECTS[Topic(told[0].topic)]() % {"number": told[0].case.number}
    words = ngettext("%(count)d thing to know of your cases", "%(count)d things to know of your cases", len(told))
    return words % {"count": len(told)}


_SUBJECTS = {
    Topic.ASKED: lambda: _("A gesture in case %(number)s waits for your answer"),
    Topic.ASKED_SOON: lambda: _("Soon due: a gesture in case %(number)s waits for your answer"),
    Topic.ANSWERED: lambda: _("Your request in case %(number)s is answered"),
    Topic.UNDELIVERED: lambda: _("A message of case %(number)s came back"),
}


def _words(row: DeskNotice) -> str:
    named: dict[str, Any] = {"number": row.case.number}
    if row.gesture is None:
        return _("A message of case %(number)s did not reach the customer. Try another channel.") % named
    return _of_gesture(row, row.gesture, named)


def _of_gesture(row: DeskNotice, gesture: Gesture, named: Mapping[str, Any]) -> str:
    values = {
        **named,
        "kind": kind_name(gesture.kind),
        "amount": amount_words(gesture.amount_minor, gesture.currency),
        "state": state_words(gesture),
        "due": _moment(row.due_at),
    }
    if row.topic == Topic.ANSWERED:
        return _("Your request in case %(number)s, %(kind)s, %(amount)s: %(state)s. Why stands in the case.") % values
    if row.topic == Topic.ASKED_SOON:
        words = _("Case %(number)s: %(kind)s, %(amount)s. Nobody answered yet; after %(due)s the request goes up.")
        return words % values
    return _("Case %(number)s: %(kind)s, %(amount)s. It is more than was free to give: answer by %(due)s.") % values


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    here = timezone.localtime(moment, timezone.get_default_timezone())
    return date_format(here, pgettext("format of a day and an hour", "D j M, H:i"))


def _url(row: DeskNotice) -> str:
    asked = row.topic in {Topic.ASKED, Topic.ASKED_SOON}
    return settings.BASE_URL + (
        reverse("gesture-requests") if asked else reverse("case-detail", args=[row.case.number])
    )
