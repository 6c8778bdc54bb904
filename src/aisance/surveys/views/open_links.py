"""The page behind an open link: a QR code, a campaign, a tablet in the shop, a widget."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from aisance.core import clock
from aisance.surveys.collection.contracts import LinkPlace
from aisance.surveys.models import OpenLink
from aisance.surveys.queries.known import contact_of
from aisance.surveys.queries.links import version_behind
from aisance.surveys.queries.screens import first_left
from aisance.surveys.queries.sittings import sitting_at
from aisance.surveys.tokens import new_sitting, sign_sitting, sitting_of_key
from aisance.surveys.views.customer_pages import (
    Way,
    customer_page,
    draw,
    go,
    go_back_by_itself,
    say,
    say_wait,
    speak,
    take,
    thank_for,
    wait_seconds,
)

WHY_OPEN = "Whoever has an open link, a QR code or a tablet before them may answer; no customer is known."

KIOSK_THANKS_SECONDS = 8
KIOSK_IDLE_SECONDS = 180
"""After so long without a word a tablet begins anew: the one before has gone."""


@customer_page(WHY_OPEN)
def link_start(request: HttpRequest, *, code: str) -> HttpResponse:
    """The first question, under a fresh key. Nothing is stored until it is posted."""
    version_id = version_behind(code)
    if version_id is None:
        return _unknown(request)
    place = new_sitting(code, version_id, clock.now())
    if request.method == "POST":
        return redirect(reverse("open-link", kwargs={"code": code}))
    return _drawn(request, place, 0 if request.GET.get("all") else None)


@customer_page(WHY_OPEN)
def link_screens(request: HttpRequest, *, code: str, key: str) -> HttpResponse:
    """To the first question left."""
    place = sitting_of_key(code, key)
    return _drawn(request, place, None) if place else _unknown(request)


@customer_page(WHY_OPEN)
def link_question(request: HttpRequest, *, code: str, key: str, number: int) -> HttpResponse:
    """One question: shown, answered or passed."""
    return _page(request, code, key, number) if number else _unknown(request)


@customer_page(WHY_OPEN)
def link_all(request: HttpRequest, *, code: str, key: str) -> HttpResponse:
    """All questions on one page: shown, or answered together."""
    return _page(request, code, key, 0)


@customer_page(WHY_OPEN)
def link_thanks(request: HttpRequest, *, code: str, key: str) -> HttpResponse:
    """The end. A tablet goes back to the start by itself."""
    place = sitting_of_key(code, key)
    sitting = sitting_at(place) if place else None
    if place is None or sitting is None:
        return _unknown(request)
    if sitting.held is not None and not sitting.is_complete:
        return go(request, _way(place, sitting.use).to(first_left(sitting, contact_of(sitting))))
    if sitting.use != OpenLink.Use.KIOSK:
        return thank_for(request, sitting, in_widget=sitting.use == OpenLink.Use.WIDGET)
    start = reverse("open-link", kwargs={"code": code})
    return go_back_by_itself(thank_for(request, sitting, again=start), start, KIOSK_THANKS_SECONDS)


def _page(request: HttpRequest, code: str, key: str, number: int) -> HttpResponse:
    place = sitting_of_key(code, key)
    wait = wait_seconds(request, place.key if place else "")
    if wait:
        return say_wait(request, wait)
    if place is None:
        return _unknown(request)
    if request.method == "POST":
        return take(request, place, number, _way(place, ""))
    return _drawn(request, place, number)


def _drawn(request: HttpRequest, place: LinkPlace, number: int | None) -> HttpResponse:
    sitting = sitting_at(place)
    if sitting is None:
        return _unknown(request)
    first = first_left(sitting, None) if number is None else number
    return draw(request, sitting, first, _way(place, sitting.use))


def _way(place: LinkPlace, use: str) -> Way:
    names: dict[str, Any] = {"code": place.code}
    screen = reverse("open-link-screens", kwargs={**names, "key": sign_sitting(place)})
    idle = KIOSK_IDLE_SECONDS if use == OpenLink.Use.KIOSK else 0
    return Way(reverse("open-link", kwargs=names), screen, f"{screen}thanks/", refresh_seconds=idle)


def _unknown(request: HttpRequest) -> HttpResponse:
    speak(request)
    return say(request, "unknown", 404)
