"""What advocacy keeps about customers: their testimonials, their ideas, and that they were asked back."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from aisance.advocacy.forgetting import forget_attempts, forget_ideas, forget_testimonials
from aisance.advocacy.models import IdeaAuthor, Testimonial, WinBackAttempt
from aisance.core.personal import Holding, Item, holds_personal, impersonal, says_who_was_seen


def testimonials(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Every request, with all that was written and where it stands."""
    rows = Testimonial.objects.filter(customer_id__in=customer_ids).prefetch_related("texts", "uses")
    for row in rows.order_by("asked_at", "pk"):
        fields = (
            (_("State"), row.get_state_display()),
            (_("Words"), [text.text for text in row.texts.all()]),
            (_("Named"), row.shown_name or row.get_naming_display()),
            (_("May be shown"), row.places),
            (_("Where it stands"), [f"{use.get_place_display()}: {use.where}" for use in row.uses.all()]),
        )
        yield Item(row.asked_at, _("Testimonial"), tuple((title, value) for title, value in fields if value), "aisance")


def ideas(customer_ids: Sequence[int]) -> Iterator[Item]:
    """The ideas a customer gave, and what came of them."""
    rows = IdeaAuthor.objects.filter(customer_id__in=customer_ids).select_related("idea").order_by("at", "pk")
    for row in rows:
        fields = ((_("Words"), row.idea.words), (_("State"), row.idea.get_status_display()))
        yield Item(row.at, _("Idea"), tuple((title, value) for title, value in fields if value), "customer")


def attempts(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Whether a lost customer was written to, or drawn to be left alone."""
    for row in WinBackAttempt.objects.filter(customer_id__in=customer_ids).order_by("at"):
        yield Item(row.at, _("Asked back"), ((_("Group"), row.get_arm_display()),), "aisance")


@says_who_was_seen
def gave(customer_ids: Collection[int], moment: datetime) -> set[int]:
    """Those who gave a testimonial or an idea since a moment."""
    given = Testimonial.objects.filter(customer_id__in=customer_ids, given_at__gte=moment)
    had = IdeaAuthor.objects.filter(customer_id__in=customer_ids, at__gte=moment)
    return {pk for rows in (given, had) for pk in rows.values_list("customer_id", flat=True) if pk is not None}


holds_personal(
    Holding(
        name="advocacy.testimonials",
        title=_("Testimonials"),
        purpose=_("To show others what pleased customers say, as they allowed it"),
        legal_basis=_("Consent, asked for on the page of the testimonial"),
        shown=testimonials,
        erase=forget_testimonials,
        columns=("advocacy.TestimonialText.text", "advocacy.Testimonial.shown_name"),
        recipients=(_("Whoever sees the places that the customer allowed"),),
        rank=45,
    )
)
holds_personal(
    Holding(
        name="advocacy.ideas",
        title=_("Ideas of customers"),
        purpose=_("To do better, and to tell whoever had the idea what came of it"),
        legal_basis=_("Our legitimate interest in good service; giving an idea is free"),
        shown=ideas,
        erase=forget_ideas,
        columns=("advocacy.Idea.words",),
        rank=35,
    )
)
holds_personal(
    Holding(
        name="advocacy.win_backs",
        title=_("Lost customers asked back"),
        purpose=_("To apologise once the cause is mended, and to know whether it helps"),
        legal_basis=_("Consent to news and offers; for those left alone our legitimate interest in honest figures"),
        shown=attempts,
        erase=forget_attempts,
        columns=("advocacy.WinBackAttempt.outcome",),
        rank=45,
    )
)
impersonal(
    "Codes, and where a text stands, without whose it is.",
    *(f"advocacy.Testimonial.{name}" for name in ("language", "state", "problem", "naming", "places")),
    "advocacy.TestimonialUse.*",
    "advocacy.WinBackAttempt.arm",
)
impersonal("Why a colleague hid words from the wall.", "advocacy.Praise.hidden_because")
impersonal(
    "What staff call an idea, say of it and answer.",
    *(f"advocacy.Idea.{name}" for name in ("title", "language", "source", "status", "reply")),
    "advocacy.IdeaComment.words",
    "advocacy.IdeaAuthor.told",
    "advocacy.IdeaAuthor.told_status",
)
impersonal("A digest of a random number that a browser keeps.", "advocacy.IdeaVote.browser")
impersonal("What staff write to all alike.", "advocacy.MendedCause.words", "advocacy.WinBack.*")
