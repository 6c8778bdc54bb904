"""How partners stand: indicators from the store for the units that are theirs, own measures from the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum

from aisance.accounts.public import root_unit
from aisance.core.permissions import Viewer
from aisance.improvement.contracts import Standing
from aisance.improvement.models import Criterion, Measure, Partner
from aisance.improvement.partners.rules import WORST_FIRST, Value, mean_of, standing_of, worst
from aisance.improvement.permissions import VIEW_PARTNERS
from aisance.indicators.public import estimates

type Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Cell:
    """One partner on one criterion."""

    criterion: Criterion
    value: Value
    standing: Standing


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One partner on every criterion, and where it stands in all: where it stands worst."""

    partner: Partner
    cells: tuple[Cell, ...]

    @property
    def standing(self) -> Standing:
        return worst([cell.standing for cell in self.cells])

    @property
    def reasons(self) -> list[Cell]:
        """The criteria for which it stands there."""
        return [cell for cell in self.cells if cell.standing == self.standing]


def partners_seen(viewer: Viewer) -> QuerySet[Partner]:
    """Partners of the viewer's units; those of no unit for whoever sees the whole company."""
    scope = viewer.scope(VIEW_PARTNERS)
    shown = scope.rows("unit")
    if scope.covers(root_unit().path):
        shown |= Q(unit=None)
    return Partner.objects.filter(shown).select_related("unit")


def standings(viewer: Viewer, period: Period) -> list[PartnerRow]:
    """Every partner that the viewer may see, those on whom to act first."""
    partners, criteria = list(partners_seen(viewer)), list(Criterion.objects.all())
    own = _own_values(criteria, period)
    rows = [
        PartnerRow(partner, tuple(_cell(one, partner, own, viewer, period) for one in criteria)) for partner in partners
    ]
    return sorted(rows, key=lambda row: (WORST_FIRST.index(row.standing), row.partner.name))


def _cell(
    criterion: Criterion, partner: Partner, own: Mapping[tuple[int, int], Value], viewer: Viewer, period: Period
) -> Cell:
    if criterion.indicator:
        value = _figure(criterion.indicator, partner, viewer, period)
    else:
        value = own.get((partner.pk, criterion.pk), Value(0, None))
    standing = standing_of(
        value,
        watch=criterion.watch,
        act=criterion.act,
        higher_is_better=criterion.higher_is_better,
        minimum_n=criterion.minimum_n,
    )
    return Cell(criterion, value, standing)


def _figure(indicator: str, partner: Partner, viewer: Viewer, period: Period) -> Value:
    """The indicator on the contacts of the partner's unit; nothing for a partner without one."""
    if partner.unit is None:
        return Value(0, None)
    reader = Viewer(viewer.kind, viewer.name, grants={"indicators.view": viewer.scope(VIEW_PARTNERS)})
    [one] = estimates(indicator, viewer=reader, start=period[0], end=period[1], where={"unit": [partner.unit.code]})
    return Value(one.n, one.value, one.low, one.high)


def _own_values(criteria: Sequence[Criterion], period: Period) -> dict[tuple[int, int], Value]:
    shares = {row.pk for row in criteria if row.unit == "%"}
    rows = Measure.objects.filter(day__range=period).order_by().values_list("partner_id", "criterion_id")
    return {
        (partner, criterion): mean_of(n, total, squares, is_share=criterion in shares)
        for partner, criterion, n, total, squares in rows.annotate(
            n=Count("pk"), total=Sum("value"), squares=Sum(F("value") * F("value"))
        )
    }
