"""The page of somebody's own calendar, and the calendar itself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aisance.accounts.public import client_network, person_card, viewer_of
from aisance.cases.bridges.feed.services import end_feed, make_feed
from aisance.cases.bridges.feed.tokens import feed_address, feed_behind
from aisance.cases.bridges.feed.writing import calendar_of
from aisance.cases.models import CalendarFeed
from aisance.cases.permissions import WORK
from aisance.core.limits import Limit
from aisance.core.permissions import ViewerRequest, kept_nowhere, open_to_all, requires

WRONG_ADDRESSES = Limit(amount=30, seconds=60)


@requires(WORK)
@require_safe
def calendar_page(request: ViewerRequest) -> HttpResponse:
    """Where one's calendar is to be had."""
    feed = CalendarFeed.objects.filter(person_id=request.viewer.person_id or 0).first()
    context = {"feed": feed, "address": feed_address(feed) if feed else ""}
    return render(request, "cases/bridges/calendar.html", context)


@requires(WORK)
@require_POST
def calendar_make(request: ViewerRequest) -> HttpResponse:
    """Make an address, or another one."""
    if request.viewer.person_id is None:
        raise Http404
    make_feed(by=request.viewer)
    messages.success(request, _("Here is your address. An earlier one does not work any more."))
    return redirect("case-calendar-page")


@requires(WORK)
@require_POST
def calendar_end(request: ViewerRequest) -> HttpResponse:
    """Take the address back."""
    end_feed(by=request.viewer)
    messages.success(request, _("The address of your calendar is gone."))
    return redirect("case-calendar-page")


@open_to_all("Calendar programs cannot sign in: the signed address of one person lets in, until they take it back.")
@require_safe
def calendar_feed(request: HttpRequest, signed: str) -> HttpResponse:
    """The calendar, for as long as its owner may work on cases."""
    feed = feed_behind(signed)
    viewer = viewer_of(feed.person_id) if feed else None
    if feed is None or viewer is None or not viewer.holds(WORK):
        wait = WRONG_ADDRESSES.knock(client_network(request))
        return HttpResponse(status=429 if wait else 404, headers={"Retry-After": str(wait)} if wait else {})
    card = person_card(feed.person_id)
    answer = HttpResponse(
        calendar_of(viewer, card.language if card else ""), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'inline; filename="aisance.ics"'
    kept_nowhere(answer)
    return answer
