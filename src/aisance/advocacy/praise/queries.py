"""Whose praise a viewer may see: one's own, one's teams', and that of the wall."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from aisance.accounts.public import advisors_by_id
from aisance.advocacy.models import Praise
from aisance.advocacy.permissions import VIEW_PRAISE, VIEW_TEAMS_PRAISE
from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.journeys.public import channel_names
from aisance.surveys.public import places_of_answers
from aisance.verbatims.public import read_of

ON_THE_WALL = timedelta(days=30)
WALL_LENGTH = 24


@dataclass(frozen=True, slots=True)
class Kind:
    """Praise as a page shows it: nobody's name but the advisor's."""

    id: int
    text: str
    language: str
    at: datetime
    advisor: str
    unit: str
    channel: str
    hidden_because: str
    unit_path: str


def own_praise(viewer: Viewer) -> QuerySet[Praise]:
    """What customers said of the viewer in person, and of their team where they named nobody, newest first."""
    mine = Q(advisor__person_id=viewer.person_id or 0)
    teams = Q(advisor__isnull=True) & viewer.scope(VIEW_PRAISE).rows("unit")
    return _rows().filter(mine | teams)


def praise_in_person(viewer: Viewer) -> QuerySet[Praise]:
    """What customers said of the viewer in person, newest first."""
    return _rows().filter(advisor__person_id=viewer.person_id or 0)


def teams_praise(viewer: Viewer) -> QuerySet[Praise]:
    """All praise of the viewer's units, newest first."""
    return _rows().filter(viewer.scope(VIEW_TEAMS_PRAISE).rows("unit"))


def wall_praise(viewer: Viewer) -> QuerySet[Praise]:
    """What is on the wall of the viewer's units: the last 30 days, but for what was hidden."""
    since = clock.now() - ON_THE_WALL
    return _rows().filter(viewer.scope(VIEW_PRAISE).rows("unit"), hidden_at__isnull=True, at__gte=since)


def find_praise(viewer: Viewer, praise_id: int) -> Praise:
    """One of the viewer's teams. Raises Praise.DoesNotExist."""
    return teams_praise(viewer).get(pk=praise_id)


def _rows() -> QuerySet[Praise]:
    kept: QuerySet[Praise] = Praise.objects.filter(answer__response__set_apart="").select_related("unit")
    return kept.order_by("-at", "-pk")


def quotes(lines: Iterable[Kind]) -> list[tuple[Kind, list[Kind]]]:
    """Each sentence once, in the order of its newest praise, with all of whom it was said."""
    same: dict[str, list[Kind]] = {}
    for line in lines:
        same.setdefault(line.text.casefold().strip(), []).append(line)
    return [(some[0], some) for some in same.values()]


def told(rows: Iterable[Praise]) -> list[Kind]:
    """Rows with their words, which are masked; those whose words are gone are left out."""
    found = list(rows)
    ids = [row.answer_id for row in found]
    words, places = read_of(ids), places_of_answers(ids)
    advisors = advisors_by_id({row.advisor_id for row in found if row.advisor_id})
    channels = channel_names()
    return [
        Kind(
            id=row.pk,
            text=words[row.answer_id].text,
            language=words[row.answer_id].language,
            at=row.at,
            advisor=advisors[row.advisor_id].name if row.advisor_id in advisors else "",
            unit=row.unit.name,
            channel=channels.get(places[row.answer_id].channel, "") if row.answer_id in places else "",
            hidden_because=row.hidden_because if row.hidden_at else "",
            unit_path=row.unit.path or "",
        )
        for row in found
        if row.answer_id in words and words[row.answer_id].text
    ]
