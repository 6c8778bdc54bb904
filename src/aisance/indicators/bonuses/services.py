"""Marks where bonuses depend on a score, and takes marks away."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.indicators.contracts import IndicatorError
from aisance.indicators.models import Bonus


def mark_bonus(
    *, unit_id: int, advisor_id: int | None = None, indicator: str = "", words: str = "", by: Viewer
) -> Bonus:
    """Say that pay in a unit, or of one advisor of it, depends on a score; "" stands for every score.

    Raises IndicatorError where that is said already.
    """
    try:
        with transaction.atomic():
            held = Bonus.objects.create(
                unit_id=unit_id,
                advisor_id=advisor_id,
                indicator=indicator,
                words=words,
                marked_by_id=by.person_id,
                marked_at=clock.now(),
            )
            audit.record(by, "bonus.marked", what="bonus", which=held.pk, changes=_said(held))
    except IntegrityError:
        raise IndicatorError(_("This is marked already."), field="indicator", value=indicator) from None
    return held


def remove_bonus(*, held: Bonus, by: Viewer) -> None:
    """Take a mark away: pay depends on this score no more."""
    with transaction.atomic():
        audit.record(by, "bonus.removed", what="bonus", which=held.pk, changes=_said(held))
        held.delete()


def _said(held: Bonus) -> dict[str, object]:
    return {"unit": held.unit_id, "advisor": held.advisor_id, "indicator": held.indicator}
