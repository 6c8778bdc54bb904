"""A change of the code book that somebody has begun and not yet put in force."""

from aisance.core.permissions import Viewer
from aisance.verbatims.public import save_theme


def begin_draft(by: Viewer) -> None:
    """A theme of parking, below the shop, in a draft: to be tried on what the customers wrote."""
    save_theme(
        {
            "code": "shop.parking",
            "title": {"fr": "Stationnement", "en": "Parking"},
            "about": {"fr": "Se garer près de la boutique.", "en": "Parking near the shop."},
            "lemmas": {"fr": ["parking", "se garer", "stationnement", "stationner"], "en": ["park", "parking"]},
            "not": {"fr": [], "en": []},
            "says": {
                "fr": ["- Impossible de se garer près de la boutique.", "+ Parking pratique juste devant."],
                "en": ["- Nowhere to park near the shop.", "+ Easy parking right outside."],
            },
        },
        by=by,
    )
