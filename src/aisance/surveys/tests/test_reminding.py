"""A reminder asks contact pressure at the last moment: what was free when the invitation left may not be now."""

import pytest

from aisance.core.clock import stopped_at
from aisance.outreach.contracts import ContactRequest, MessageChannel, MessageClass
from aisance.outreach.models import PressureDecision
from aisance.outreach.public import NewHold, hold, weigh
from aisance.surveys.models import Programme, Reminder
from aisance.surveys.services.reminding import remind_due
from aisance.surveys.tests.company import BY, NOON, running_programme
from aisance.surveys.tests.test_rules_of_programmes import DAY, HOUR, reminded, subjects
from tests.cast import Cast


@pytest.fixture
def programme(cast: Cast) -> Programme:
    return running_programme()


def remind_at(*hours: float) -> None:
    for hour in hours:
        with stopped_at(NOON + HOUR * hour):
            remind_due()


def test_a_reminder_waits_for_the_end_of_a_hold_and_counts_as_a_message(programme: Programme) -> None:
    invitation = reminded(programme)
    with stopped_at(NOON + HOUR):
        hold([NewHold(invitation.customer_id or 0, "case", NOON + 3 * DAY)], by=BY)

    remind_at(24.5, 50, 71)
    assert subjects() == ["Was"]
    invitation.refresh_from_db()
    assert (invitation.remind_at, invitation.reminders_sent) == (NOON + 3 * DAY, 0)
    remind_at(72)

    assert subjects() == ["Was", "Reminder:"]
    keys = PressureDecision.objects.filter(verdict="allowed").values_list("key", flat=True)
    assert set(keys) == {f"surveys.invitation:{invitation.pk}", f"surveys.reminder:{invitation.pk}:1"}


def test_nobody_is_reminded_who_heard_from_another_programme_since(programme: Programme) -> None:
    invitation = reminded(programme)
    other = ContactRequest(
        "other", invitation.customer_id or 0, MessageClass.MARKETING, "", "letters", MessageChannel.EMAIL,
        NOON + DAY / 2, NOON + DAY,
    )  # fmt: skip
    with stopped_at(NOON + DAY / 2):
        weigh([other])
    PressureDecision.objects.filter(key="other").update(message_class="survey")

    remind_at(24.5, 100)

    # The week of silence after the other message ends after the link has expired.
    assert Reminder.objects.count() == 0
    assert PressureDecision.objects.get(key__startswith="surveys.reminder").verdict == "refused"
