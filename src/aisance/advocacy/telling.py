"""What advocacy tells on the time line of a customer: testimonials and ideas."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from aisance.advocacy.models import IdeaAuthor, Testimonial
from aisance.advocacy.permissions import VIEW_IDEAS, VIEW_PROMOTERS
from aisance.core.permissions import Viewer
from aisance.ui.timeline import Moment, tells


@tells("testimonial", pgettext_lazy("time line", "Testimonial"))
def tell_testimonials(
    viewer: Viewer, customer_ids: Sequence[int], before: datetime | None, limit: int
) -> Iterable[Moment]:
    """When they were asked for one, and where it stands."""
    rows = Testimonial.objects.filter(viewer.scope(VIEW_PROMOTERS).rows("unit"), customer_id__in=customer_ids)
    rows = rows.filter(asked_at__lt=before) if before else rows
    title = pgettext_lazy("time line", "Asked for a testimonial")
    return [
        Moment(
            row.asked_at,
            "testimonial",
            title,
            (row.get_state_display(),),
            url=reverse("testimonial-detail", args=[row.pk]),
        )
        for row in rows.order_by("-asked_at", "-pk")[:limit]
    ]


@tells("idea", pgettext_lazy("time line", "Idea"))
def tell_ideas(viewer: Viewer, customer_ids: Sequence[int], before: datetime | None, limit: int) -> Iterable[Moment]:
    """The ideas they gave, and what became of each."""
    rows = IdeaAuthor.objects.filter(viewer.scope(VIEW_IDEAS).rows("idea__unit"), customer_id__in=customer_ids)
    rows = (rows.filter(at__lt=before) if before else rows).select_related("idea")
    return [
        Moment(
            row.at,
            "idea",
            pgettext_lazy("time line", "Gave an idea"),
            (row.idea.get_status_display(),),
            words=row.idea.title or row.idea.words,
            url=reverse("idea-detail", args=[row.idea_id]),
        )
        for row in rows.order_by("-at", "-pk")[:limit]
    ]
