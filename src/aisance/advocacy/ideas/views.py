"""The pages of ideas for staff."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aisance.accounts.public import root_unit, units_in
from aisance.advocacy.contracts import AdvocacyRefusedError, IdeaStatus
from aisance.advocacy.ideas.forms import CommentForm, DecisionForm, IdeaFilter, IdeaForm, MergeForm, SwitchForm
from aisance.advocacy.ideas.queries import find_idea, ideas_seen, lines_of, mergeable, near, own_ideas, votes_of
from aisance.advocacy.ideas.services import SENT, comment, decide, give_idea, merge, vote
from aisance.advocacy.models import Idea
from aisance.advocacy.permissions import DECIDE_IDEAS, SET, VIEW_IDEAS
from aisance.advocacy.services import set_switches, switches
from aisance.advocacy.wording import refusal_words
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.ui.sheets import Column, Sheet, wanted

A_PAGE = 25
COLUMNS = (
    *(Column("id", "whole"), Column("title"), Column("words"), Column("source"), Column("unit"), Column("status")),
    *(Column("votes_inside", "whole"), Column("votes_outside", "whole"), Column("given_at", "moment")),
    *(Column("reply"), Column("is_public", "truth")),
)


@requires(VIEW_IDEAS)
@require_safe
def idea_list(request: ViewerRequest) -> HttpResponseBase:
    """Ideas by votes, and one's own with where they stand."""
    form = IdeaFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = ideas_seen(request.viewer, **chosen)
    if file := wanted(request):
        return file.of(_sheet(rows), "ideas")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    now = switches()
    initial = {"shows_ideas": now.shows_ideas, "takes_ideas": now.takes_ideas}
    context = {
        "form": form,
        "page": page,
        "lines": lines_of(page.object_list),
        "own": list(own_ideas(request.viewer)[:10]),
        "here": request.get_full_path(),
        "switches": SwitchForm(initial=initial) if request.viewer.holds(SET) else None,
        "is_open": now.shows_ideas,
    }
    return render(request, "advocacy/ideas/list.html", context, status=200 if form.is_valid() else 422)


def _sheet(rows: Any) -> Sheet:
    found = [
        (
            *(one.pk, one.title, one.words, one.source, one.unit.name, one.status),
            *(votes_of(one).inside, votes_of(one).outside, one.given_at, one.reply, one.is_public),
        )
        for one in rows[:50_000]
    ]
    about = [(_("Table"), _("Ideas")), (_("Definition"), _("Votes outside are one a browser, no proof of a person."))]
    return Sheet(_("Ideas"), COLUMNS, found, about)


@requires(VIEW_IDEAS)
@require_http_methods(["GET", "HEAD", "POST"])
def idea_new(request: ViewerRequest) -> HttpResponse:
    """Give an idea; those like it are shown first, to be voted for instead."""
    form = IdeaForm(request.POST if request.method == "POST" else None)
    like: list[Idea] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        like = [] if "sure" in request.POST else near(request.viewer, f"{given['title']} {given['words']}")
        if not like:
            pk = give_idea(**given, unit_id=_home_of(request.viewer), by=request.viewer)
            messages.success(request, _("Thank you. Here you see what becomes of it."))
            return redirect("idea-detail", pk)
    context = {"form": form, "like": lines_of(like)}
    return render(request, "advocacy/ideas/new.html", context, status=422 if form.errors else 200)


def _home_of(viewer: Viewer) -> int:
    """The unit of whoever gives an idea: the highest at which they may."""
    units = units_in(viewer.scope(VIEW_IDEAS))
    return units[0].id if units else root_unit().id


def _found(request: ViewerRequest, idea_id: int, *, to_decide: bool = False) -> Idea:
    try:
        return find_idea(request.viewer, idea_id, to_decide=to_decide)
    except Idea.DoesNotExist:
        raise Http404 from None


@requires(VIEW_IDEAS)
@require_safe
def idea_detail(request: ViewerRequest, idea_id: int) -> HttpResponse:
    """One idea: its words, what colleagues say, what becomes of it."""
    return _page(request, _found(request, idea_id))


def _page(request: ViewerRequest, row: Idea, *, status: int = 200, **forms: Any) -> HttpResponse:
    may_decide = request.viewer.scope(DECIDE_IDEAS).covers(row.unit.path or "")
    like = mergeable(request.viewer, row) if may_decide else []
    authors = list(row.authors.select_related("person"))
    context = {
        "idea": row,
        "votes": votes_of(row),
        "mine": getattr(row, "mine", False),
        "authors": authors,
        "customers": sum(one.customer_id is not None for one in authors),
        "told": [(one, "" if one.told == SENT else refusal_words(one.told)) for one in authors if one.told],
        "comments": list(row.comments.select_related("person")),
        "comment": forms.get("comment") or CommentForm(),
        "decision": (forms.get("decision") or DecisionForm(initial=_as_it_is(row))) if may_decide else None,
        "merging": MergeForm(others=like) if like else None,
        "here": reverse("idea-detail", args=[row.pk]),
    }
    return render(request, "advocacy/ideas/detail.html", context, status=status)


def _as_it_is(row: Idea) -> dict[str, Any]:
    return {"title": row.title, "status": row.status, "reply": row.reply, "is_public": row.is_public}


@requires(VIEW_IDEAS)
@require_POST
def idea_vote(request: ViewerRequest, idea_id: int) -> HttpResponse:
    """Vote for an idea, or take the vote back."""
    vote(idea_id=_found(request, idea_id).pk, by=request.viewer)
    place = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(place, allowed_hosts={request.get_host()})
    return redirect(place if is_ours else reverse("idea-detail", args=[idea_id]))


@requires(VIEW_IDEAS)
@require_POST
def idea_comment(request: ViewerRequest, idea_id: int) -> HttpResponse:
    """Say something to colleagues."""
    row, form = _found(request, idea_id), CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, row, status=422, comment=form)
    comment(row=row, words=form.cleaned_data["words"], by=request.viewer)
    return redirect("idea-detail", idea_id)


@requires(DECIDE_IDEAS)
@require_POST
def idea_decide(request: ViewerRequest, idea_id: int) -> HttpResponse:
    """Name an idea, say where it stands, tell those who gave it."""
    row, form = _found(request, idea_id, to_decide=True), DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, row, status=422, decision=form)
    given = dict(form.cleaned_data, status=IdeaStatus(form.cleaned_data["status"]))
    told = decide(row=row, by=request.viewer, **given)
    sent = sum(one.told == SENT for one in told)
    messages.success(request, _("Saved. Customers told: %(n)s.") % {"n": sent} if told else _("Saved."))
    return redirect("idea-detail", idea_id)


@requires(DECIDE_IDEAS)
@require_POST
def idea_merge(request: ViewerRequest, idea_id: int) -> HttpResponse:
    """Two ideas are one."""
    row = _found(request, idea_id, to_decide=True)
    into = request.POST.get("into", "")
    other = _found(request, int(into) if into.isdecimal() else 0)
    try:
        merge(row=row, into=other, by=request.viewer)
    except AdvocacyRefusedError as refusal:
        messages.error(request, refusal_words(refusal.reason))
        return redirect("idea-detail", idea_id)
    messages.success(request, _("They are one now, with the votes of both."))
    return redirect("idea-detail", other.pk)


@requires(SET)
@require_POST
def idea_switches(request: ViewerRequest) -> HttpResponse:
    """Open the public page, or close it."""
    form = SwitchForm(request.POST)
    if form.is_valid():
        set_switches(by=request.viewer, **form.cleaned_data)
        messages.success(request, _("Saved."))
    return redirect(f"{reverse('idea-list')}?{urlencode(request.GET)}")
