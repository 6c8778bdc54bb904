"""The page of responses that count in no figure, with why, and the way back."""

import re

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from aisance.core.permissions import ViewerRequest, requires
from aisance.journeys.public import channel_names
from aisance.surveys.permissions import SORT_ANSWERS
from aisance.surveys.queries.answers import as_read
from aisance.surveys.queries.apart import APART_NAMES, response_to_sort, responses_apart
from aisance.surveys.services.sorting import bring_back, set_apart

PAGE_SIZE = 25
NUMBER = re.compile(r"-?\d{1,19}", re.ASCII)


@requires(SORT_ANSWERS)
def apart_list(request: ViewerRequest) -> HttpResponse:
    """What was set apart, the newest first, with the reason of each."""
    why = request.GET.get("why", "")
    page = Paginator(responses_apart(request.viewer, why), PAGE_SIZE).get_page(request.GET.get("page"))
    names = channel_names()
    rows = [
        {
            "response": response,
            "read": read,
            "why": APART_NAMES.get(response.set_apart, response.set_apart),
            "channel": names.get(response.channel, ""),
        }
        for response, read in zip(page.object_list, as_read(page.object_list), strict=True)
    ]
    context = {"rows": rows, "page": page, "why": why, "reasons": APART_NAMES.items()}
    return render(request, "surveys/apart_list.html", context)


@requires(SORT_ANSWERS)
@require_POST
def apart_change(request: ViewerRequest) -> HttpResponse:
    """Bring responses back, or set one apart."""
    numbers = [int(text) for text in request.POST.getlist("response") if NUMBER.fullmatch(text)][:PAGE_SIZE]
    if not numbers or any(response_to_sort(request.viewer, number) is None for number in numbers):
        raise Http404
    if "back" in request.POST:
        count = bring_back(numbers, by=request.viewer)
        words = ngettext("%(count)d response counts again.", "%(count)d responses count again.", count)
    else:
        count = set_apart(numbers, by=request.viewer)
        words = ngettext("%(count)d response was set apart.", "%(count)d responses were set apart.", count)
    messages.success(request, words % {"count": count} + " " + _("The figures follow in a moment."))
    return redirect("apart-list")
