"""The segments that come with the product, as far as purchases tell them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.customers.segments.contracts import ReadySegment
from aisance.customers.segments.registry import offer_segment

offer_segment(
    ReadySegment(
        "new",
        pgettext_lazy("segment", "New customers"),
        _("Welcome them, and learn how the first steps went."),
        {
            "all": [{"kind": "known_for", "max": 30}],
            # A company that has just begun with the product knows everybody since today.
            "none": [{"kind": kind, "min": 31} for kind in ("first_purchase", "first_visit", "first_contact")],
        },
    )
)
offer_segment(
    ReadySegment(
        "best",
        pgettext_lazy("segment", "Best customers"),
        _("Look after those who buy for most: the first tenth over twelve months."),
        {"all": [{"kind": "best", "percent": 10, "days": 365}]},
    )
)
offer_segment(
    ReadySegment(
        "at-risk",
        pgettext_lazy("segment", "At risk"),
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
        pgettext_lazy("segment", "Lost"),
        _("Understand why they left: they have bought, and not for a year."),
        {"all": [{"kind": "last_purchase", "min": 365}]},
    )
)
