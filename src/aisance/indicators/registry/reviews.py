"""What people publish without being asked: the stars of public reviews."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from aisance.indicators.contracts import Definition
from aisance.indicators.registry.worth import DIRECTION, mean

PUBLIC_RATING = Definition(
    name="public_rating",
    version=1,
    title=_("Public rating"),
    question=_("How many stars?"),
    description=_("The mean of the stars that people give in public reviews."),
    measure="mean",
    unit="on the scale",
    fact="answers",
    formula=_("sum of stars ÷ number of reviews, on the scale 1 to 5"),
    eligibility=_("Public reviews that came in by file or by webhook. Nobody was asked; each counts once."),
    strength=_("It is what everybody sees before they become a customer."),
    weakness=_(
        "Those who write are few, very happy or very angry, and some are not customers: it measures no average."
    ),
    source=_("The reviews themselves"),
    source_url="",
    page="mean-score",
    kind="review",
    parts=(mean("public_rating", "public_rating_5"),),
    owner=DIRECTION,
    low=1.0,
    high=5.0,
)

PUBLIC_RATING_10 = replace(
    PUBLIC_RATING,
    name="public_rating_10",
    title=_("Public rating out of 10"),
    formula=_("sum of stars ÷ number of reviews, on the scale 1 to 10"),
    parts=(mean("public_rating", "public_rating_10"),),
    high=10.0,
)

REVIEW_INDICATORS = (PUBLIC_RATING, PUBLIC_RATING_10)
