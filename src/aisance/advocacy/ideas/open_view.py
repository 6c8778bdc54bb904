"""The public page of ideas: read them, vote, perhaps write one. Reading records nothing and sets no cookie of ours."""

import secrets
from hashlib import sha256
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aisance.accounts.public import client_network
from aisance.advocacy.ideas.forms import PageForm
from aisance.advocacy.ideas.queries import ON_THE_PAGE, ideas_outside, lines_of
from aisance.advocacy.ideas.services import give_from_page, vote
from aisance.advocacy.open_pages import by_customer, frame, said, speak
from aisance.advocacy.services import switches
from aisance.core.limits import Limit
from aisance.core.permissions import open_to_all

BROWSER = "aisance_voter"
A_YEAR = 365 * 86_400
VOTE_LIMIT = Limit(amount=60, seconds=3600)
IDEA_LIMIT = Limit(amount=5, seconds=3600)


@open_to_all("Ideas that the company chose to show, with a vote a browser; a manager switches the page on.")
@require_http_methods(["GET", "HEAD", "POST"])
def open_ideas(request: HttpRequest) -> HttpResponse:
    """Every idea that is shown; posting votes for one, or gives another."""
    now = switches()
    if not now.shows_ideas:
        raise Http404
    with translation.override(translation.get_language()):
        speak(request, "")
        response = _answered(request, takes=now.takes_ideas)
        response["Content-Language"] = translation.get_language() or "en"
    response["Cache-Control"] = "no-store"
    return response


def _answered(request: HttpRequest, *, takes: bool) -> HttpResponse:
    form = PageForm(request.POST if request.method == "POST" and "words" in request.POST else None)
    if request.method != "POST":
        return _page(request, form, takes=takes)
    if (IDEA_LIMIT if "words" in request.POST else VOTE_LIMIT).knock(client_network(request)):
        return said(request, "too-many", 429)
    if "words" not in request.POST:
        return _voted(request)
    if not takes:
        raise Http404
    if not form.is_valid():
        return _page(request, form, takes=takes, status=422)
    if not form.cleaned_data["website"]:  # what falls into the trap is thanked and forgotten
        give_from_page(words=form.cleaned_data["words"], by=by_customer(request))
    return redirect(f"{reverse('ideas-open')}?lang={translation.get_language()}&done=given")


def _voted(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("vote", "")
    row = ideas_outside().filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 12 else None
    if row is None:
        raise Http404
    number = request.COOKIES.get(BROWSER, "") or secrets.token_urlsafe(16)
    vote(idea_id=row.pk, by=by_customer(request), browser=_digest(number))
    response = redirect(f"{reverse('ideas-open')}?lang={translation.get_language()}#idea-{row.pk}")
    response.set_cookie(
        BROWSER, number, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure(), path="/ideas/"
    )
    return response


def _digest(number: str) -> str:
    return sha256(number.encode()).hexdigest()


def _page(request: HttpRequest, form: PageForm, *, takes: bool, status: int = 200) -> HttpResponse:
    number = request.COOKIES.get(BROWSER, "")
    rows = ideas_outside(_digest(number) if number else "")
    page = Paginator(rows, ON_THE_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "form": form if takes else None,
        "page": page,
        "lines": lines_of(page.object_list),
        "done": _("Thank you. We read every idea.") if request.GET.get("done") == "given" else "",
        **frame(),
    }
    return render(request, "advocacy/public/ideas.html", context, status=status)
