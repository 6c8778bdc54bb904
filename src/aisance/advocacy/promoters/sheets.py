"""Promoters and testimonials as files."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from aisance.advocacy.models import Testimonial
from aisance.advocacy.promoters.queries import Promoter, text_in_force
from aisance.ui.sheets import Column, Sheet

PROMOTER_COLUMNS = (
    Column("customer_id", "whole"),
    Column("customer"),
    Column("times", "whole"),
    Column("latest_at", "moment"),
    Column("latest_words"),
    Column("not_now"),
)
TESTIMONIAL_COLUMNS = (
    Column("id", "whole"),
    Column("customer_id", "whole"),
    Column("state"),
    Column("asked_at", "moment"),
    Column("given_at", "moment"),
    Column("naming"),
    Column("shown_name"),
    Column("places"),
    Column("words"),
    Column("uses", "whole"),
    Column("still_standing", "whole"),
    Column("consent_position", "whole"),
)


def sheet_of_promoters(found: Sequence[Promoter], names: Mapping[int, str]) -> Sheet:
    """One row a person, as on the page."""
    rows = [
        (one.customer_id, names.get(one.customer_id, ""), one.times, one.latest, _latest(one), one.not_now)
        for one in found
    ]
    about = [
        (_("Table"), _("Happy customers")),
        (
            _("Definition"),
            _("9 or 10 on recommending, with words read as pleased, in two or more answers of 365 days."),
        ),
    ]
    return Sheet(_("Happy customers"), PROMOTER_COLUMNS, rows, about)


def _latest(one: Promoter) -> str:
    return one.said[0].text if one.said else ""


def sheet_of_testimonials(found: Sequence[Testimonial]) -> Sheet:
    """One row a testimonial; only the words that may be used."""
    rows = [_row(one) for one in found]
    return Sheet(_("Testimonials"), TESTIMONIAL_COLUMNS, rows, [(_("Table"), _("Testimonials"))])


def _row(one: Testimonial) -> tuple[object, ...]:
    uses = list(one.uses.all())
    standing = sum(use.taken_down_at is None for use in uses)
    words = text_in_force(one) if one.state == "approved" else ""
    return (
        *(one.pk, one.customer_id, one.state, one.asked_at, one.given_at, one.naming, one.shown_name),
        *(", ".join(one.places), words, len(uses), standing, one.proof),
    )
