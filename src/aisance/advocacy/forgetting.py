"""Takes a person out of what advocacy keeps; counts and places to tidy up stay."""

from collections.abc import Sequence

from django.db import transaction

from aisance.advocacy.contracts import TestimonialState
from aisance.advocacy.models import Idea, IdeaAuthor, Pleased, Testimonial, TestimonialText, WinBackAttempt
from aisance.core import clock


@transaction.atomic
def forget_testimonials(customer_ids: Sequence[int]) -> int:
    """Remove words and names; where words still stand, the row stays for them to be taken down. How many rows."""
    Pleased.objects.filter(person_id__in=customer_ids).delete()
    rows = Testimonial.objects.filter(customer_id__in=customer_ids)
    ids = list(rows.values_list("pk", flat=True))
    TestimonialText.objects.filter(testimonial_id__in=ids).delete()
    standing = Testimonial.objects.filter(pk__in=ids, uses__taken_down_at__isnull=True, uses__isnull=False)
    kept = set(standing.values_list("pk", flat=True))
    Testimonial.objects.filter(pk__in=set(ids) - kept).delete()
    Testimonial.objects.filter(pk__in=kept).update(
        customer=None, shown_name="", state=TestimonialState.WITHDRAWN, ended_at=clock.now()
    )
    return len(ids)


@transaction.atomic
def forget_ideas(customer_ids: Sequence[int]) -> int:
    """Take customers off their ideas, with their words; what staff call an idea stays. How many rows."""
    authors = IdeaAuthor.objects.filter(customer_id__in=customer_ids)
    ids = set(authors.values_list("idea_id", flat=True))
    touched, _by_table = authors.delete()
    # What a colleague gave as well stays as they said it; else the words may be the customer's.
    theirs = Idea.objects.filter(pk__in=ids).exclude(authors__person__isnull=False)
    theirs.filter(title="").exclude(authors__isnull=False).delete()
    theirs.update(words="")
    Idea.objects.filter(merged_into_id__in=ids).update(words="")
    return touched


@transaction.atomic
def forget_attempts(customer_ids: Sequence[int]) -> int:
    """Take persons out of win-backs; the count of each arm stays. How many rows."""
    return WinBackAttempt.objects.filter(customer_id__in=customer_ids).update(customer=None, outcome="")
