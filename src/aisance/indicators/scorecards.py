"""Which indicators a person steers by: read and chosen."""

from collections.abc import Sequence

from django.db import transaction

from aisance.core import audit
from aisance.core.permissions import Viewer
from aisance.indicators.models import Scorecard
from aisance.indicators.registry import definition, definitions

MOST = 4
USUAL = ("net_easy", "nps", "resolved", "answered_within")


def chosen_indicators(viewer: Viewer) -> list[str]:
    """The names that a person chose, in order; the usual ones until they did. A name since withdrawn is left out."""
    cards = Scorecard.objects.filter(person_id=viewer.person_id or 0)
    names = cards.values_list("indicators", flat=True).first()
    known = {entry.name for entry in definitions()}
    return [name for name in names or USUAL if name in known]


def choose_indicators(*, names: Sequence[str], by: Viewer) -> None:
    """Remember one to four different indicators for the person. Raises ValueError or IndicatorError otherwise."""
    if not 1 <= len(names) <= MOST or len(set(names)) != len(names):
        raise ValueError(f"Choose one to {MOST} different indicators.")
    for name in names:
        definition(name)
    with transaction.atomic():
        card, _ = Scorecard.objects.select_for_update().get_or_create(person_id=by.person_id or 0)
        was, card.indicators = card.indicators, list(names)
        card.save(update_fields=["indicators"])
        audit.record(
            by, "scorecard.chosen", what="scorecard", which=card.pk, changes={"indicators": [was, list(names)]}
        )
