"""The page of an invitation: its questions, the thanks, and the way to be asked no more."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from aisance.consent.public import preference_link
from aisance.core.permissions import View
from aisance.customers.public import further_question
from aisance.surveys.collection.contracts import InvitationPlace
from aisance.surveys.queries.links import invitation_behind
from aisance.surveys.queries.sittings import Sitting, sitting_at
from aisance.surveys.services.answering import stop_asking
from aisance.surveys.tokens import answer_path, place_of_link
from aisance.surveys.views.customer_pages import (
    ADDRESS_LIMIT,
    LINK_LIMIT,
    Way,
    customer_page,
    draw,
    go,
    open_first,
    say,
    say_wait,
    speak,
    take,
    thank_for,
    wait_seconds,
)

__all__ = ["ADDRESS_LIMIT", "LINK_LIMIT", "answer", "answer_all", "begin", "stop", "thank"]

WHY_OPEN = "A customer answers by the unguessable signed link of an invitation."

type LinkPage = Callable[..., HttpResponse]


def by_link(page: LinkPage) -> View:
    """What every page does first: see whether the link is ours, and slow down a flood."""

    @customer_page(WHY_OPEN)
    @wraps(page)
    def opened(request: HttpRequest, signed: str, **kwargs: Any) -> HttpResponse:
        place = place_of_link(signed)
        wait = wait_seconds(request, place.token if place else "")
        if wait:
            return say_wait(request, wait)
        if place is None:
            speak(request)
            return say(request, "unknown", 404)
        return page(request, place, _way(signed), **kwargs)

    return opened


def _way(signed: str) -> Way:
    start = answer_path(signed)
    return Way(start=start, screen=start, thanks=f"{start}thanks/", stop=f"{start}stop/")


def _unknown(request: HttpRequest) -> HttpResponse:
    speak(request)
    return say(request, "unknown", 404)


@by_link
def begin(request: HttpRequest, place: InvitationPlace, way: Way) -> HttpResponse:
    """To the first question that was neither answered nor passed."""
    sitting = sitting_at(place)
    return open_first(request, sitting, way) if sitting else _unknown(request)


@by_link
def answer(request: HttpRequest, place: InvitationPlace, way: Way, *, number: int) -> HttpResponse:
    """One question: shown, answered or passed."""
    if not number:
        return _unknown(request)
    if request.method == "POST":
        return take(request, place, number, way)
    sitting = sitting_at(place)
    return draw(request, sitting, number, way) if sitting else _unknown(request)


@by_link
def answer_all(request: HttpRequest, place: InvitationPlace, way: Way) -> HttpResponse:
    """All questions on one page: shown, or answered together."""
    if request.method == "POST":
        return take(request, place, 0, way)
    sitting = sitting_at(place)
    return draw(request, sitting, 0, way) if sitting else _unknown(request)


@by_link
def thank(request: HttpRequest, place: InvitationPlace, way: Way) -> HttpResponse:
    """The end; whoever is not there yet goes back to the questions."""
    sitting = sitting_at(place)
    if sitting is None:
        return _unknown(request)
    if not sitting.is_complete:
        return go(request, way.start)
    return thank_for(request, sitting, further=_further(sitting))


def _further(sitting: Sitting) -> str:
    """Where one question more is asked of whoever is known; never after an anonymous questionnaire."""
    if sitting.anonymous or sitting.customer_id is None:
        return ""
    return further_question(sitting.customer_id, contact=f"invitation:{sitting.invitation_id}")


@by_link
def stop(request: HttpRequest, place: InvitationPlace, way: Way) -> HttpResponse:
    """To be asked no more. Mail programmes post here by themselves when their owner presses their own button."""
    found = invitation_behind(place.token)
    if found is None:
        return _unknown(request)
    invitation_id, language = found
    speak(request, usual=language)
    if request.method == "POST":
        customer_id = stop_asking(invitation_id=invitation_id)
        link = preference_link(customer_id, language) if customer_id else ""
        return say(request, "stopped", preferences=link)
    return say(request, "stop", way=way)
