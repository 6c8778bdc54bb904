"""What a customer does on the page of their testimonial: give it, allow our wording or not, decline, withdraw."""

from collections.abc import Collection

from django.db import transaction

from aisance.advocacy.contracts import AdvocacyRefusedError, Naming, Place, TestimonialState
from aisance.advocacy.models import Testimonial, TestimonialText
from aisance.advocacy.rules import LIVE, digest_of, named_as
from aisance.consent.contracts import Act, Method, NewEntry, Recorded
from aisance.consent.public import purposes, record
from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.core.translated import translated

PURPOSE, CHANNEL, PLACE = "publication", "public", "testimonial"


@transaction.atomic
def give(
    *, testimonial_id: int, text: str, naming: Naming, name: str, places: Collection[Place], link: str, by: Viewer
) -> None:
    """Keep the words, how their author is named and where they may stand, with the proof in the ledger of consent.

    Raises AdvocacyRefusedError("not_asked") for one that was given, declined or withdrawn before.
    """
    row = _locked(testimonial_id, {TestimonialState.ASKED})
    row.naming, row.shown_name = naming.value, named_as(naming, name)
    row.places = [place.value for place in Place if place in places]
    row.given_at, row.state = clock.now(), TestimonialState.GIVEN
    _add_text(row, text, approved=True)
    row.proof = _record(row, 1, text, link, by)
    row.save()
    audit.record(by, "testimonial.given", what="testimonial", which=row.pk, changes={"places": row.places})


@transaction.atomic
def answer_wording(*, testimonial_id: int, agrees: bool, link: str, by: Viewer) -> None:
    """Allow the wording that waits, or keep one's own words."""
    row = _locked(testimonial_id, {TestimonialState.EDITED})
    waiting = row.texts.order_by("-number")[0]
    if agrees:
        waiting.approved_at = clock.now()
        waiting.save(update_fields=["approved_at"])
        row.proof = _record(row, waiting.number, waiting.text, link, by)
    row.state = TestimonialState.APPROVED if agrees else TestimonialState.GIVEN
    row.save()
    action = "testimonial.wording_allowed" if agrees else "testimonial.wording_refused"
    audit.record(by, action, what="testimonial", which=row.pk)


@transaction.atomic
def decline(*, testimonial_id: int, by: Viewer) -> None:
    """The customer would rather not."""
    row = _locked(testimonial_id, {TestimonialState.ASKED})
    row.state, row.ended_at = TestimonialState.DECLINED, clock.now()
    row.save()
    audit.record(by, "testimonial.declined", what="testimonial", which=row.pk)


@transaction.atomic
def withdraw(*, testimonial_id: int, link: str, by: Viewer) -> None:
    """Take the words back: nobody may use them from now on, and where they stand they must be taken down."""
    row = _locked(testimonial_id, LIVE)
    entry = NewEntry(
        row.customer_id or 0,
        Act.WITHDRAWN,
        Method.FORM,
        PURPOSE,
        CHANNEL,
        place=PLACE,
        proof={"testimonial": row.pk, "link": link},
        key=f"advocacy.testimonial:{row.pk}:withdrawn",
    )
    record([entry], by=by)
    _end(row, by)


@transaction.atomic
def withdraw_of(customer_ids: Collection[int], *, by: Viewer) -> int:
    """The same for all that a person gave, who withdrew it elsewhere; how many."""
    rows = Testimonial.objects.select_for_update().filter(customer_id__in=customer_ids, state__in=LIVE)
    found = list(rows)
    for row in found:
        _end(row, by)
    return len(found)


def _end(row: Testimonial, by: Viewer) -> None:
    row.state, row.ended_at = TestimonialState.WITHDRAWN, clock.now()
    row.save()
    standing = row.uses.filter(taken_down_at__isnull=True).count()
    audit.record(by, "testimonial.withdrawn", what="testimonial", which=row.pk, changes={"uses": standing})


def _locked(testimonial_id: int, states: Collection[TestimonialState]) -> Testimonial:
    row = Testimonial.objects.select_for_update().filter(pk=testimonial_id, customer__isnull=False).first()
    if row is None or row.state not in states:
        raise AdvocacyRefusedError("not_asked")
    return row


def _add_text(row: Testimonial, text: str, *, approved: bool) -> TestimonialText:
    now = clock.now()
    return TestimonialText.objects.create(
        testimonial=row, number=row.texts.count() + 1, text=text, at=now, approved_at=now if approved else None
    )


def _record(row: Testimonial, number: int, text: str, link: str, by: Viewer) -> int:
    """The yes to these very words, in these places, named so; its position in the ledger."""
    card = next(card for card in purposes(also_unused=True) if card.code == PURPOSE)
    proof = {
        "testimonial": row.pk,
        "text": digest_of(text),
        "naming": row.naming,
        "places": row.places,
        "served": digest_of(translated(card.notice_text, row.language)),
        "link": link,
    }
    entry = NewEntry(
        row.customer_id or 0,
        Act.GRANTED,
        Method.FORM,
        PURPOSE,
        CHANNEL,
        notice=card.notice,
        language=row.language,
        place=PLACE,
        proof=proof,
        key=f"advocacy.testimonial:{row.pk}:{number}",
    )
    [found] = record([entry], by=by)
    if not isinstance(found, Recorded):
        raise AdvocacyRefusedError(str(found.reason))
    return found.position
