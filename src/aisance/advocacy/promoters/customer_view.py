"""The page of a testimonial for the customer who gives it: on a phone, without sign-in, reading records nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from aisance.advocacy.contracts import AdvocacyRefusedError, Naming, Place, TestimonialState
from aisance.advocacy.models import Testimonial
from aisance.advocacy.models.testimonials import NAMING_NAMES, PLACE_NAMES
from aisance.advocacy.open_pages import by_customer, by_link, frame, said, speak
from aisance.advocacy.promoters.forms import GivingForm
from aisance.advocacy.promoters.giving import PURPOSE, answer_wording, decline, give, withdraw
from aisance.advocacy.promoters.queries import text_in_force, text_waiting
from aisance.advocacy.promoters.tokens import behind
from aisance.advocacy.rules import LIVE, digest_of
from aisance.consent.public import purposes
from aisance.core.translated import translated


@by_link("A customer gives, allows and withdraws their testimonial by the unguessable signed link of a message.")
def own_page(request: HttpRequest, signed: str) -> HttpResponse:
    """What may be done depends on where the testimonial stands."""
    row = _behind(signed)
    if row is None:
        speak(request, "")
        return said(request, "unknown", 404)
    language = speak(request, row.language)
    form = GivingForm(request.POST if _gives(request) else None)
    if request.method == "POST" and (not _gives(request) or form.is_valid()):
        _take(request, row, form, digest_of(signed)[:16])
        return redirect(f"{reverse('testimonial-own', args=[signed])}?lang={language}")
    return render(request, "advocacy/public/testimonial.html", _shown(row, form), status=422 if form.errors else 200)


def _behind(signed: str) -> Testimonial | None:
    found = behind(signed)
    rows = Testimonial.objects.filter(pk=found or 0, customer__isnull=False).prefetch_related("texts")
    return rows.first() if found is not None else None


def _gives(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("do", "give") == "give"


def _take(request: HttpRequest, row: Testimonial, form: GivingForm, link: str) -> None:
    """Do what was pressed; what came too late, or twice, changes nothing: the page then shows how things stand."""
    by = by_customer(request)
    try:
        match request.POST.get("do", "give"):
            case "decline":
                decline(testimonial_id=row.pk, by=by)
            case "withdraw":
                withdraw(testimonial_id=row.pk, link=link, by=by)
            case "yes" | "no" as word:
                answer_wording(testimonial_id=row.pk, agrees=word == "yes", link=link, by=by)
            case "give":
                given = form.cleaned_data
                give(
                    testimonial_id=row.pk,
                    text=given["text"],
                    naming=Naming(given["naming"]),
                    name=given["name"],
                    places=[Place(code) for code in given["places"]],
                    link=link,
                    by=by,
                )
    except AdvocacyRefusedError:
        return


def _shown(row: Testimonial, form: GivingForm) -> dict[str, Any]:
    card = next(card for card in purposes(also_unused=True) if card.code == PURPOSE)
    return {
        "form": form,
        "state": row.state,
        "is_live": row.state in LIVE,
        "asked": row.state == TestimonialState.ASKED,
        "words": text_in_force(row),
        "waiting": text_waiting(row),
        "language": row.language,
        "shown_name": row.shown_name,
        "naming": NAMING_NAMES.get(row.naming, ""),
        "places": [PLACE_NAMES[code] for code in row.places if code in PLACE_NAMES],
        "notice": translated(card.notice_text),
        **frame(),
    }
