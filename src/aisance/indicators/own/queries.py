"""Reads own indicators as those who define them see them: with their drafts and their former versions."""

from dataclasses import dataclass

from aisance.core.permissions import Viewer
from aisance.indicators.asking import checked
from aisance.indicators.contracts import Asked, Definition, Estimate, Status
from aisance.indicators.models import OwnVersion
from aisance.indicators.own.contracts import Reading
from aisance.indicators.permissions import DEFINE
from aisance.indicators.queries import shown_estimates
from aisance.indicators.registry.own import as_definition


@dataclass(frozen=True, slots=True)
class OwnCard:
    """An own indicator: what is in force or was, and the draft that waits; either may be missing, never both."""

    code: str
    decided: Definition | None
    draft: Definition | None

    @property
    def shown(self) -> Definition:
        found = self.decided or self.draft
        assert found is not None
        return found


def own_indicators(viewer: Viewer) -> list[OwnCard]:
    """Every own indicator in the order in which they were made; none for whoever may not define any."""
    if not viewer.holds(DEFINE):
        return []
    rows = OwnVersion.objects.select_related("indicator").order_by("indicator_id", "number")
    by_code: dict[str, list[OwnVersion]] = {}
    for row in rows:
        by_code.setdefault(row.indicator.code, []).append(row)
    return [_card(code, found) for code, found in by_code.items()]


def own_indicator(viewer: Viewer, code: str) -> OwnCard | None:
    """One of them; null where there is none of that name."""
    rows = versions_of(viewer, code)
    return _card(code, rows) if rows else None


def versions_of(viewer: Viewer, code: str) -> list[OwnVersion]:
    """Every version, the draft too, the oldest first."""
    if not viewer.holds(DEFINE):
        return []
    return list(OwnVersion.objects.filter(indicator__code=code).select_related("indicator").order_by("number"))


def newest_version(viewer: Viewer, code: str) -> OwnVersion | None:
    """The draft that waits, else the version decided on last: what an edit begins with."""
    rows = versions_of(viewer, code)
    return rows[-1] if rows else None


def reading_of_version(version: OwnVersion) -> Reading:
    """How the scores of a version are read."""
    if len(version.parts) > 1:
        return "composite"
    return {"share": "share", "score": "net", "mean": "mean"}[version.measure]  # type: ignore[return-value]  # all three


def figure_of(viewer: Viewer, version: OwnVersion) -> Estimate:
    """What a version would give over all the answers there are in the viewer's units."""
    definition = as_definition(version)
    return shown_estimates(viewer, definition, checked(definition, Asked()))[0]


def _card(code: str, rows: list[OwnVersion]) -> OwnCard:
    decided = [row for row in rows if row.status != Status.DRAFT]
    draft = rows[-1] if rows[-1].status == Status.DRAFT else None
    return OwnCard(code, as_definition(decided[-1]) if decided else None, as_definition(draft) if draft else None)
