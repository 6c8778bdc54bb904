"""The segments that come with the product, as far as purchases tell them."""

from django.utils.translation import gettext_lazy as _

from aisance.customers.segments.contracts import ReadySegment
from aisance.customers.segments.registry import offer_segment

offer_segment(
    ReadySegment(
        "new",
        _("New customers"),
        _("Welcome them, and learn how the first steps went."),
        {"all": [{"kind": "known_for", "max": 30}]},
    )
)
offer_segment(
    ReadySegment(
        "best",
        _("Best customers"),
        _("Look after those who buy for most: the first tenth over twelve months."),
        {"all": [{"kind": "best", "percent": 10, "days": 365}]},
    )
)
offer_segment(
    ReadySegment(
        "at-risk",
        _("At risk"),
        _("Win back those who bought twice or more in a year and not in the last ninety days."),
        {
            "all": [{"kind": "purchases", "min": 2, "days": 365}],
            "none": [{"kind": "purchases", "min": 1, "days": 90}],
        },
    )
)
offer_segment(
    ReadySegment(
        "lost",
        _("Lost"),
        _("Understand why they left: they have bought, and not for a year."),
        {"all": [{"kind": "last_purchase", "min": 365}]},
    )
)
