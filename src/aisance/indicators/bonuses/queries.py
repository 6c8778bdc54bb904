"""Which figures somebody is paid by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from aisance.accounts.contracts import UnitCard
from aisance.core.permissions import Viewer
from aisance.indicators.models import Bonus
from aisance.indicators.permissions import MARK_BONUS, VIEW, VIEW_ASKED
from aisance.indicators.units_seen import units_of


@dataclass(frozen=True, slots=True)
class Caution:
    """Where pay depends on the figure that is shown: names of units. `may_look` says whether the reader may see who
    was asked there."""

    units: tuple[str, ...]
    may_look: bool


def bonuses_seen_by(viewer: Viewer) -> QuerySet[Bonus]:
    """Every mark in the units whose decisions the viewer may see."""
    rows = Bonus.objects.filter(viewer.scope(VIEW_ASKED).rows("unit"))
    return rows.select_related("unit", "advisor", "marked_by").order_by("unit__path", "advisor__name", "indicator")


def may_mark(viewer: Viewer, unit_path: str) -> bool:
    """Whether the viewer may mark and unmark in a unit: only where the whole of it is theirs."""
    return viewer.scope(MARK_BONUS).covers(unit_path)


def there_are_bonuses(viewer: Viewer) -> bool:
    """Whether pay depends on any score in the viewer's units."""
    return Bonus.objects.filter(viewer.scope(VIEW).rows("unit")).exists()


def caution_beside(viewer: Viewer, indicator: str, where: Mapping[str, Sequence[str]]) -> Caution | None:
    """What must stand beside a figure of these units and advisors; null where nobody is paid by it.

    A figure is concerned by a mark on its unit, on a unit below, which is a part of it, and on a unit above. A mark on
    one advisor names the unit only: whose pay it is concerns nobody who reads a figure.
    """
    marks = Bonus.objects.filter(viewer.scope(VIEW).rows("unit"), Q(indicator=indicator) | Q(indicator=""))
    held = list(marks.order_by("unit__path").values_list("unit__path", "unit__name", "advisor__code"))
    if not held:
        return None
    paths = _paths(units_of(viewer), where.get("unit", ()))
    advisors = set(where.get("advisor", ()))
    names = [
        name
        for path, name, advisor in held
        if _touches(path or "", paths) and not (advisors and advisor and advisor not in advisors)
    ]
    return Caution(tuple(dict.fromkeys(names)), viewer.holds(VIEW_ASKED)) if names else None


def caution_words(viewer: Viewer, indicator: str, where: Mapping[str, Sequence[str]]) -> str:
    """The same in a sentence, for paper, mail and machines; empty where nobody is paid by it."""
    caution = caution_beside(viewer, indicator, where)
    if caution is None:
        return ""
    words = _("Bonuses depend on this score: %(units)s. Whoever is paid by a figure has reason to mind who is asked.")
    return words % {"units": ", ".join(caution.units)}


def _paths(units: Sequence[UnitCard], codes: Sequence[str]) -> list[str]:
    return [unit.path for unit in units if not codes or unit.code in codes]


def _touches(path: str, shown: Sequence[str]) -> bool:
    return any(path.startswith(other) or other.startswith(path) for other in shown)
