"""The condition on consent that segments may have."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.consent.contracts import Act, Level
from aisance.consent.models import EntryPerson
from aisance.consent.queries import levels
from aisance.customers.public import Chosen, ConditionField, ConditionKind, People, offer_condition

AGREED = [Act.GRANTED.value, Act.CONFIRMED.value]
NONE = "none"

NAMES: Mapping[str, Any] = {
    Level.OPTED_IN.value: _("agreed to marketing, confirmed or not"),
    Level.CONFIRMED.value: _("agreed to marketing and confirmed it by a link"),
    NONE: _("did not agree to any marketing"),
}


def _members(words: Mapping[str, Any], people: People, today: date) -> Chosen:
    """Only who ever agreed is weighed one by one: what was said since may have taken it back."""
    import numpy as np

    wanted = words["level"]
    agreed = EntryPerson.objects.filter(entry__act__in=AGREED).order_by()
    found = levels(agreed.values_list("customer_id", flat=True).distinct())
    fitting = {Level.CONFIRMED} if wanted == Level.CONFIRMED.value else {Level.CONFIRMED, Level.OPTED_IN}
    ids = np.array([pk for pk, level in found.items() if level in fitting], dtype=np.int64)
    return Chosen(ids, others=wanted == NONE)


offer_condition(
    ConditionKind(
        "consent",
        _("Consent to marketing"),
        (ConditionField("level", _("The customer"), "choice", lambda: list(NAMES.items()), required=True),),
        _members,
        lambda words: NAMES.get(words["level"], words["level"]),
    )
)
