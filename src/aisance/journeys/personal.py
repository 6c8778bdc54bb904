"""What journeys keep about customers: their contacts."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from aisance.core.personal import Holding, Item, holds_personal, impersonal, says_who_was_seen
from aisance.core.translated import translated
from aisance.journeys.models import Interaction
from aisance.journeys.services.erasing import take_out, take_out_before


def contacts(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Every contact, the oldest first. Who spoke for the company is staff, and not told."""
    rows = Interaction.objects.filter(customer_id__in=customer_ids).select_related("step", "reason", "unit")
    for row in rows.order_by("started_at", "pk"):
        yield Item(row.started_at, row.get_channel_display(), _fields(row), row.source)


def _fields(row: Interaction) -> tuple[tuple[object, object], ...]:
    """What is known of one contact; what is not known is left out."""
    known = (
        (_("Direction"), row.get_direction_display()),
        (_("Reason"), translated(row.reason.name) if row.reason else ""),
        (_("Step"), translated(row.step.name) if row.step else ""),
        (_("Unit"), row.unit.name),
        (_("Language"), row.language),
        (_("Outcome"), row.get_outcome_display()),
        (_("Ended"), row.ended_at.isoformat() if row.ended_at else ""),
        (_("Seconds waited"), row.wait_seconds),
        (_("Seconds spent"), row.handling_seconds),
        (_("Promised by"), row.promised_by.isoformat() if row.promised_by else ""),
        (_("Number at the source"), row.external_id),
        (_("Further details"), row.attributes or ""),
    )
    return tuple((title, value) for title, value in known if value is not None and value != "")


@says_who_was_seen
def met(customer_ids: Collection[int], moment: datetime) -> set[int]:
    """Those who were in contact since a moment."""
    rows = Interaction.objects.filter(customer_id__in=customer_ids, started_at__gte=moment)
    return {pk for pk in rows.values_list("customer_id", flat=True).distinct() if pk is not None}


holds_personal(
    Holding(
        name="journeys.contacts",
        title=_("Contacts"),
        purpose=_("To know what was said and done, and to make it easier"),
        legal_basis=_("Contract, and our legitimate interest in good service"),
        shown=contacts,
        erase=take_out,
        columns=("journeys.Interaction.attributes", "journeys.Interaction.external_id"),
        keep_days=1095,
        keep_between=(90, 3650),
        overdue=take_out_before,
    )
)
impersonal("Codes that the company chose.", "journeys.Interaction.source", "journeys.Interaction.channel")
impersonal("Codes that the company chose.", "journeys.Interaction.direction", "journeys.Interaction.outcome")
impersonal("A language says nothing of who somebody is.", "journeys.Interaction.language")
impersonal("The company's own catalogue.", "journeys.Journey.*", "journeys.Step.*", "journeys.Reason.*")
