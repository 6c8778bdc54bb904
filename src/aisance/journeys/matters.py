"""What is open with a customer: contacts that are not over, answers that were promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.journeys.models import Interaction
from aisance.journeys.queries import contacts_of

MOST = 20


@dataclass(frozen=True, slots=True)
class Matter:
    """One open contact: since when, and until when an answer was promised, if it was; `late` says that it is over."""

    contact: Interaction
    since: datetime
    promised_by: datetime | None
    late: bool


def open_matters(viewer: Viewer, customer_ids: Sequence[int]) -> list[Matter]:
    """The open contacts of a person with the viewer's units: promises first, the most urgent at the top."""
    waiting = Q(outcome__isnull=True) | Q(promised_by__isnull=False, done_at__isnull=True)
    rows = contacts_of(viewer, customer_ids).filter(waiting)
    now = clock.now()
    matters = [
        Matter(row, row.started_at, row.promised_by, row.promised_by is not None and row.promised_by < now)
        for row in rows[:MOST]
    ]
    return sorted(matters, key=lambda matter: (matter.promised_by is None, matter.promised_by or matter.since))
