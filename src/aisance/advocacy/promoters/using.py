"""What staff do with a testimonial: take it as it is, propose other words, say where it stands, take it down."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from aisance.advocacy.contracts import AdvocacyRefusedError, Place, TestimonialState
from aisance.advocacy.models import Testimonial, TestimonialText, TestimonialUse
from aisance.advocacy.promoters.letters import approval_letter
from aisance.advocacy.rules import LIVE
from aisance.core import audit, clock
from aisance.core.decisions import Refused
from aisance.core.permissions import Viewer
from aisance.outreach.public import propose


@transaction.atomic
def accept(*, testimonial_id: int, by: Viewer) -> None:
    """Take the words as their author wrote them."""
    found = _locked(testimonial_id, {TestimonialState.GIVEN})
    found.state = TestimonialState.APPROVED
    found.save(update_fields=["state"])
    audit.record(by, "testimonial.accepted", what="testimonial", which=testimonial_id)


@transaction.atomic
def propose_wording(*, testimonial_id: int, text: str, by: Viewer) -> None:
    """Send other words to the author; until they agree, nothing new may be used. Raises AdvocacyRefusedError."""
    found = _locked(testimonial_id, LIVE)
    number = found.texts.count() + 1
    TestimonialText.objects.create(
        testimonial=found, number=number, text=text, is_ours=True, written_by_id=by.person_id, at=clock.now()
    )
    found.state = TestimonialState.EDITED
    found.save(update_fields=["state"])
    decision = propose(approval_letter(found, number))
    if isinstance(decision, Refused):
        raise AdvocacyRefusedError(str(decision.reason))
    audit.record(by, "testimonial.reworded", what="testimonial", which=testimonial_id, changes={"text": number})


@transaction.atomic
def note_use(*, testimonial_id: int, place: Place, where: str, used_on: date, by: Viewer) -> None:
    """Say where the words stand; refused where their author did not allow it."""
    found = _locked(testimonial_id, {TestimonialState.APPROVED})
    if place.value not in found.places:
        raise AdvocacyRefusedError("place_not_allowed")
    TestimonialUse.objects.create(
        testimonial=found, place=place.value, where=where, used_on=used_on, added_by_id=by.person_id
    )
    audit.record(by, "testimonial.used", what="testimonial", which=testimonial_id, changes={"place": place.value})


@transaction.atomic
def take_down(*, testimonial_id: int, use_id: int, by: Viewer) -> bool:
    """Tick off that the words stand there no more; false where that was done before. Raises DoesNotExist."""
    use = TestimonialUse.objects.select_for_update().get(pk=use_id, testimonial_id=testimonial_id)
    if use.taken_down_at is not None:
        return False
    use.taken_down_at, use.taken_down_by_id = clock.now(), by.person_id
    use.save(update_fields=["taken_down_at", "taken_down_by"])
    audit.record(by, "testimonial.taken_down", what="testimonial", which=testimonial_id, changes={"place": use.place})
    return True


def _locked(testimonial_id: int, states: Collection[TestimonialState]) -> Testimonial:
    found = Testimonial.objects.select_for_update().get(pk=testimonial_id)
    if found.state not in states or found.customer_id is None:
        raise AdvocacyRefusedError("not_in_this_state")
    return found
