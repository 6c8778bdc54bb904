"""Which indicators a person steers by: read and chosen."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext, gettext_lazy

from aisance.core import audit
from aisance.core.permissions import Viewer
from aisance.indicators.contracts import IndicatorError, Status
from aisance.indicators.models import Scorecard
from aisance.indicators.registry import definition, definitions

MOST = 4
MORE_THAN_FOUR = gettext_lazy(
    "scorecard: %(most)s indicators at most, not %(n)s. With 95 %% intervals, twenty indicators without any change "
    "would still show one that seems to move: three or four, chosen beforehand, steer; more is noise."
)
USUAL = ("net_easy", "nps", "resolved", "answered_within")


def chosen_indicators(viewer: Viewer) -> list[str]:
    """The names that a person chose, in order; the usual ones until they did. A name since withdrawn is left out."""
    cards = Scorecard.objects.filter(person_id=viewer.person_id or 0)
    names = cards.values_list("indicators", flat=True).first()
    known = {entry.name for entry in definitions()}
    return [name for name in names or () if name in known] or list(USUAL)


def choose_indicators(*, names: Sequence[str], by: Viewer) -> None:
    """Remember one to four different indicators for the person. Raises IndicatorError otherwise."""
    if len(names) > MOST:
        raise _refused(MORE_THAN_FOUR % {"most": MOST, "n": len(names)}, names)
    if not names or len(set(names)) != len(names):
        raise _refused(gettext("scorecard: choose one to %(most)s different indicators.") % {"most": MOST}, names)
    for name in names:
        _check_offered(name)
    with transaction.atomic():
        card, _ = Scorecard.objects.select_for_update().get_or_create(person_id=by.person_id or 0)
        was, card.indicators = card.indicators, list(names)
        card.save(update_fields=["indicators"])
        audit.record(
            by, "scorecard.chosen", what="scorecard", which=card.pk, changes={"indicators": [was, list(names)]}
        )


def _check_offered(name: str) -> None:
    """A draft is nothing to steer by yet, and a retired indicator no more."""
    entry = definition(name)
    if entry.status != Status.APPROVED:
        message = gettext("scorecard: “%(title)s” is not in force; choose among approved indicators.")
        raise _refused(message % {"title": entry.title}, [name])


def _refused(message: str, names: Sequence[str]) -> IndicatorError:
    return IndicatorError(message, field="scorecard", value=",".join(names))
