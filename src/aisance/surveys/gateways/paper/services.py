"""Takes typed sheets as responses of a paper link."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.surveys.collection.contracts import Fate, LinkPlace, Submission
from aisance.surveys.collection.reading import WrongAnswerError
from aisance.surveys.gateways.paper.rules import Typed, given_of_typed
from aisance.surveys.models import OpenLink
from aisance.surveys.queries.links import version_behind
from aisance.surveys.queries.sittings import Sitting, sitting_at
from aisance.surveys.services.answering import collect


@dataclass(frozen=True, slots=True)
class SheetTaken:
    """What became of a sheet. `wrong` says what is not right by item; nothing of the sheet was stored then."""

    fate: Fate
    wrong: Mapping[str, Any] = field(default_factory=dict)


def blank_sheet(link: OpenLink, sheet: str = "") -> Sitting | None:
    """The questions of a paper link; null where there is no version yet."""
    version_id = version_behind(link.code)
    return sitting_at(_place(link, sheet, version_id)) if version_id else None


def _place(link: OpenLink, sheet: str, version_id: int) -> LinkPlace:
    """A sheet's number is the key of its response to this link: typed twice it is one."""
    return LinkPlace(link.code, f"paper|{link.code}|{sheet}", version_id, clock.now() - timedelta(hours=1))


def take_sheets(*, link: OpenLink, sheets: Mapping[str, Typed], day: date, by: Viewer) -> dict[str, SheetTaken]:
    """Record sheets that were filled on a day, in one transaction; what became of each.

    A sheet with anything wrong is not stored at all; one that is in already stays as it was.
    """
    with transaction.atomic():
        taken = {sheet: _take(link, sheet, typed, day) for sheet, typed in sheets.items()}
        recorded = sum(one.fate is Fate.COMPLETE for one in taken.values())
        if recorded:
            audit.record(by, "responses.recorded", what="link", which=link.code, changes={"sheets": recorded})
    return taken


def _take(link: OpenLink, sheet: str, typed: Typed, day: date) -> SheetTaken:
    sitting = blank_sheet(link, sheet)
    if sitting is None:
        return SheetTaken(Fate.OVER)
    given, wrong = {}, {}
    for item in sitting.items:
        try:
            given[item.code] = given_of_typed(item, typed.get(item.code, ""))
        except WrongAnswerError as problem:
            wrong[item.code] = problem.words
    if wrong:
        return SheetTaken(Fate.WRONG, wrong)
    noon = clock.start_of_day(day) + timedelta(hours=12)
    [outcome] = collect([Submission(sitting.place, min(noon, clock.now()), given=given, collected_by="paper")])
    return SheetTaken(outcome.fate, outcome.wrong)
