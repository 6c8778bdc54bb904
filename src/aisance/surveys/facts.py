"""What surveys export to the store: scores, options chosen, responses, decisions. No words of customers."""

from typing import Any

from django.db.models import Case, F, Value, When
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay
from django.utils import timezone

from aisance.customers.public import bearing_persons
from aisance.lake.contracts import Column, Cube, Fact
from aisance.lake.public import declare
from aisance.surveys.contracts import InvitationState
from aisance.surveys.models import Answer, Invitation
from aisance.surveys.models.invitations import ANSWERED
from aisance.surveys.results.facts import CHOICES, RESPONSES, cubes_of

ANSWER_COLUMNS = (
    Column("id", "int64"),
    Column("day", "date"),
    Column("recorded_at", "timestamp"),
    Column("response_id", "int64"),
    Column("customer_id", "int64"),
    Column("question", "code"),
    Column("scale", "code"),
    Column("score", "int16"),
    Column("kind", "code"),
    Column("channel", "code"),
    Column("step_id", "int64"),
    Column("reason_id", "int64"),
    Column("unit_id", "int64"),
    Column("advisor_id", "int64"),
    Column("language", "code"),
    Column("programme_id", "int64"),
    Column("version_id", "int64"),
    Column("collected_by", "code"),
)


def scored_answers() -> Any:
    """Answers with a score, each with what its response knows of the contact; without responses set apart."""
    return Answer.objects.filter(score__isnull=False, response__set_apart="").annotate(
        customer_id=F("response__customer_id"),
        kind=F("response__kind"),
        channel=F("response__channel"),
        step_id=F("response__step_id"),
        reason_id=F("response__reason_id"),
        unit_id=F("response__unit_id"),
        advisor_id=F("response__advisor_id"),
        language=F("response__language"),
        programme_id=F("response__version__programme_id"),
        version_id=F("response__version_id"),
        collected_by=F("response__collected_by"),
    )


INVITATION_COLUMNS = (
    Column("id", "int64"),
    Column("day", "date"),
    Column("recorded_at", "timestamp"),
    Column("customer_id", "int64"),
    Column("programme_id", "int64"),
    Column("kind", "code"),
    Column("state", "code"),
    Column("refusal", "code"),
    Column("channel", "code"),
    Column("step_id", "int64"),
    Column("reason_id", "int64"),
    Column("unit_id", "int64"),
    Column("advisor_id", "int64"),
    Column("language", "code"),
    Column("answered", "int8"),
    Column("outcome", "code"),
    Column("wait_seconds", "int32"),
    Column("handling_seconds", "int32"),
    Column("segment", "code"),
    Column("route_taken", "code"),
    Column("hour", "int8"),
    Column("weekday", "int8"),
    Column("expires_at", "timestamp"),
)


def decisions_taken() -> Any:
    """Invitations, each with what its interaction says of the contact, and whether any question was answered.

    `refusal` says why somebody was not asked. Why a message failed stays out: servers quote addresses in it. `hour` and
    `weekday` (1 is Monday) are those in the company's time zone at which the message left, null where none did.
    """
    refused = When(state=InvitationState.REFUSED.value, then=F("reason"))
    zone = timezone.get_default_timezone()
    return Invitation.objects.annotate(
        recorded_at=F("decided_at"),
        kind=F("programme__kind"),
        refusal=Case(refused, default=Value("")),
        channel=F("interaction__channel"),
        step_id=F("interaction__step_id"),
        reason_id=F("interaction__reason_id"),
        advisor_id=F("interaction__advisor_id"),
        answered=Case(When(ANSWERED, then=Value(1)), default=Value(0)),
        outcome=F("interaction__outcome"),
        wait_seconds=F("interaction__wait_seconds"),
        handling_seconds=F("interaction__handling_seconds"),
        segment=F("customer__segment"),
        route_taken=Case(When(route="", then=F("version__message_channel")), default=F("route")),
        hour=ExtractHour("sent_at", tzinfo=zone),
        weekday=ExtractIsoWeekDay("sent_at", tzinfo=zone),
    )


SCORES = ("question", "scale", "kind", "score")
ANSWER_CUBES = (
    Cube("by_step", (*SCORES, "channel", "step_id")),
    Cube("by_unit", (*SCORES, "unit_id")),
    Cube("by_reason", (*SCORES, "channel", "reason_id"), grain="month"),
    Cube("by_month", (*SCORES, "channel", "step_id"), grain="month"),
    Cube("by_unit_month", (*SCORES, "channel", "unit_id"), grain="month"),
    *cubes_of("question", "scale", "score"),
)

declare(Fact("answers", ANSWER_COLUMNS, scored_answers, ANSWER_CUBES, spread=bearing_persons(ANSWER_COLUMNS)))
declare(Fact("invitations", INVITATION_COLUMNS, decisions_taken, spread=bearing_persons(INVITATION_COLUMNS)))
declare(CHOICES)
declare(RESPONSES)
