"""Reviews from files: one row a review."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Viewer
from aisance.intake.contracts import Column, ColumnKind, Fate, ImportKind, Refusal, Values
from aisance.intake.public import offer
from aisance.surveys.gateways.reviews.contracts import ReviewDraft
from aisance.surveys.gateways.reviews.reading import read_review
from aisance.surveys.gateways.reviews.services import record_reviews

COLUMNS = (
    Column(
        "source",
        _("Where it was published, by the code of the source: small letters, digits and hyphens; a new one is added."),
        required=True,
    ),
    Column("external_id", _("The review's number at its source; the same one again is known."), required=True),
    Column("answered_at", _("When it was published: a date and time."), required=True, kind=ColumnKind.MOMENT),
    Column("rating", _("The rating as a whole number, also as 4/5; yes or no on the scale 0-1."), required=True),
    Column("scale", _("The scale of the rating: 1-5 (where it is missing), 1-10, 0-10 or 0-1.")),
    Column("text", _("The author's own words.")),
    Column("author", _("The name under which the author wrote, at most 160 characters.")),
    Column("handle", _("The author's handle on a social network, such as @helene; it may name a customer.")),
    Column("reach", _("How many follow the author or saw the review, as the source counts them.")),
    Column("link", _("The address at which it can be read.")),
    Column("language", _("The language of the words, as fr, en or nl-be.")),
    Column("unit", _("The code of the unit that it is about.")),
    Column("place", _("The source's name of the place; the page of the source says which unit it is.")),
    Column("customer_external", _("The customer's number in the company's systems, where it is known.")),
    Column("customer_email", _("The customer's e-mail address, where it is known.")),
    Column("customer_phone", _("The customer's telephone number, where it is known.")),
)


class ReviewImporter:
    """Each row by itself."""

    def parse(self, values: Values) -> ReviewDraft | Refusal:
        return read_review(values, values.get("source", "").strip().lower())

    def record(self, drafts: Sequence[ReviewDraft], *, by: Viewer) -> list[Fate | Refusal]:
        recorded = record_reviews(drafts, by=by)
        return [item.problems if item.status == "refused" else Fate(item.status) for item in recorded]


REVIEWS = offer(ImportKind("reviews", COLUMNS, ReviewImporter))
