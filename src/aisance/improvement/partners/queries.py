"""How partners stand: indicators from the store for the units that are theirs, own measures from the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from aisance.accounts.contracts import UnitCard
from aisance.accounts.public import root_unit, units_in
from aisance.core.permissions import Viewer
from aisance.improvement.contracts import Standing
from aisance.improvement.models import Criterion, Measure, Partner, PartnerUnit
from aisance.improvement.partners.rules import WORST_FIRST, Value, mean_of, standing_of, worst
from aisance.improvement.permissions import SET_PARTNERS, VIEW_PARTNERS
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
    """One partner on every criterion, and where it stands in all: where it stands worst.

    `units` are those of the partner that the viewer sees, of so many in all; figures are those of these units.
    """

    partner: Partner
    cells: tuple[Cell, ...]
    units: tuple[UnitCard, ...]
    of: int

    @property
    def standing(self) -> Standing:
        return worst([cell.standing for cell in self.cells])

    @property
    def reasons(self) -> list[Cell]:
        """The criteria for which it stands there."""
        return [cell for cell in self.cells if cell.standing == self.standing]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A partner with the units of it that a viewer sees, and how many there are."""

    partner: Partner
    units: tuple[UnitCard, ...]
    of: int

    @property
    def is_whole(self) -> bool:
        return len(self.units) == self.of


def partners_seen(viewer: Viewer) -> QuerySet[Partner]:
    """Partners with a unit among the viewer's; those without any for whoever sees the whole company."""
    scope = viewer.scope(VIEW_PARTNERS)
    theirs = PartnerUnit.objects.filter(scope.rows("unit"), partner=OuterRef("pk"))
    shown = Q(Exists(theirs))
    if scope.covers(root_unit().path):
        shown |= Q(pk__in=Partner.objects.filter(places__isnull=True))
    return Partner.objects.filter(shown)


def partners_set(viewer: Viewer) -> QuerySet[Partner]:
    """Partners all of whose units are the viewer's to set."""
    beyond = PartnerUnit.objects.exclude(viewer.scope(SET_PARTNERS).rows("unit")).filter(partner=OuterRef("pk"))
    return Partner.objects.exclude(Exists(beyond))


def _with_units(viewer: Viewer) -> list[_Seen]:
    cards = {card.id: card for card in units_in(viewer.scope(VIEW_PARTNERS))}
    found = []
    for partner in partners_seen(viewer).prefetch_related("places"):
        ids = [place.unit_id for place in partner.places.all()]
        units = sorted((cards[pk] for pk in ids if pk in cards), key=lambda card: card.name)
        found.append(_Seen(partner, tuple(units), len(ids)))
    return found


def standings(viewer: Viewer, period: Period) -> list[PartnerRow]:
    """Every partner that the viewer may see, those on whom to act first.

    Whoever sees some units of a partner sees what was measured there; what was measured of the partner as a whole is
    for whoever sees all of it.
    """
    seen, criteria = _with_units(viewer), list(Criterion.objects.all())
    own = _own_values(seen, criteria, period)
    rows = [
        PartnerRow(one.partner, tuple(_cell(row, one, own, viewer, period) for row in criteria), one.units, one.of)
        for one in seen
    ]
    return sorted(rows, key=lambda row: (WORST_FIRST.index(row.standing), row.partner.name))


def _cell(
    criterion: Criterion, one: _Seen, own: Mapping[tuple[int, int], Value], viewer: Viewer, period: Period
) -> Cell:
    if criterion.indicator:
        value = _figure(criterion.indicator, one, viewer, period)
    else:
        value = own.get((one.partner.pk, criterion.pk), Value(0, None))
    standing = standing_of(
        value,
        watch=criterion.watch,
        act=criterion.act,
        higher_is_better=criterion.higher_is_better,
        minimum_n=criterion.minimum_n,
    )
    return Cell(criterion, value, standing)


def _figure(indicator: str, one: _Seen, viewer: Viewer, period: Period) -> Value:
    """The indicator on the contacts of the partner's units together; nothing for a partner without any."""
    if not one.units:
        return Value(0, None)
    reader = Viewer(viewer.kind, viewer.name, grants={"indicators.view": viewer.scope(VIEW_PARTNERS)})
    where = {"unit": [card.code for card in one.units]}
    [found] = estimates(indicator, viewer=reader, start=period[0], end=period[1], where=where)
    return Value(found.n, found.value, found.low, found.high)


def _own_values(seen: Sequence[_Seen], criteria: Sequence[Criterion], period: Period) -> dict[tuple[int, int], Value]:
    """The means of what files brought, of the units seen, and of the partner itself where the whole of it is seen."""
    shares = {row.pk for row in criteria if row.unit == "%"}
    wholes = [one.partner.pk for one in seen if one.is_whole]
    places = {(one.partner.pk, card.id) for one in seen for card in one.units}
    rows = Measure.objects.filter(day__range=period).filter(
        Q(partner_id__in=wholes) | Q(partner_id__in={pk for pk, _unit in places}, unit_id__in={u for _pk, u in places})
    )
    summed = (
        rows.order_by()
        .values_list("partner_id", "criterion_id")
        .annotate(n=Count("pk"), total=Sum("value"), squares=Sum(F("value") * F("value")))
    )
    return {
        (partner, criterion): mean_of(n, total, squares, is_share=criterion in shares)
        for partner, criterion, n, total, squares in summed
    }
