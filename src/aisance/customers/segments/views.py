"""The pages of segments: all of them, one of them, and the page on which one is declared with a live count."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aisance.core.permissions import RIGHTS, Viewer, ViewerRequest, requires
from aisance.customers.contracts import CustomerCard
from aisance.customers.permissions import EDIT_SEGMENTS, VIEW_SEGMENTS
from aisance.customers.queries import customer_cards, segments
from aisance.customers.seeing import may_see
from aisance.customers.segments import counting
from aisance.customers.segments.forms import BLOCK_NAMES, Draft, SegmentForm, as_query, draft_of
from aisance.customers.segments.persons import People
from aisance.customers.segments.queries import SegmentShown, said, segment_shown, segments_shown, versions_of
from aisance.customers.segments.registry import condition_kinds
from aisance.customers.segments.services import declare_segment, retire_segment

PREVIEWED = 10
LOOKED_THROUGH = 300
"""Who may see only some customers is shown those of the first so many."""


@require_safe
@requires(VIEW_SEGMENTS)
def segment_list(request: ViewerRequest) -> HttpResponse:
    """Every segment with its size now."""
    people = People.now()
    whole = int(people.everybody().sum())
    shown = [(one, int(counting.chosen(one.conditions, people).sum())) for one in segments_shown()]
    context = {"shown": shown, "whole": whole, "may_edit": request.viewer.holds(EDIT_SEGMENTS)}
    return render(request, "customers/segment_list.html", context)


def _segment(code: str) -> SegmentShown:
    shown = segment_shown(code)
    if shown is None:
        raise Http404(code)
    return shown


@require_safe
@requires(VIEW_SEGMENTS)
def segment_detail(request: ViewerRequest, code: str) -> HttpResponse:
    """What a segment means, how large it is, some of those in it, and what it meant before."""
    shown = _segment(code)
    context = {
        "shown": shown,
        "said": _said(shown),
        "may_edit": request.viewer.holds(EDIT_SEGMENTS),
        "may_see": _may_see_customers(request.viewer),
        "copy": as_query(shown.conditions).urlencode(),
        "versions": [] if shown.is_ready else versions_of(code),
        **_counted(request.viewer, shown.conditions),
    }
    return render(request, "customers/segment_detail.html", context)


def _said(shown: SegmentShown) -> list[tuple[Any, list[str]]]:
    return [(BLOCK_NAMES[block], sentences) for block, sentences in said(shown.conditions)]


def _may_see_customers(viewer: Viewer) -> bool:
    """The right is defined above, by the domain whose pages show customers."""
    right = RIGHTS.get("journeys.view_customers")
    return right is not None and viewer.holds(right)


def _counted(viewer: Viewer, conditions: counting.Conditions) -> dict[str, Any]:
    people = People.now()
    truths = counting.chosen(conditions, people)
    return {
        "count": int(truths.sum()),
        "whole": int(people.everybody().sum()),
        "some": _some(viewer, truths) if _may_see_customers(viewer) else None,
    }


def _some(viewer: Viewer, truths: Any) -> list[CustomerCard]:
    """At most ten of them whom the viewer may see, those who came last first."""
    import numpy as np

    newest = [int(pk) for pk in np.flatnonzero(truths)[-LOOKED_THROUGH:][::-1]]
    seen: list[int] = []
    for pk in newest:
        if len(seen) < PREVIEWED and may_see(viewer, pk):
            seen.append(pk)
    cards = customer_cards(seen)
    return [cards[pk] for pk in seen if pk in cards]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_SEGMENTS)
def segment_new(request: ViewerRequest) -> HttpResponse:
    """Put conditions together, see how many customers they mean, and save them under a name."""
    return _declared(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_SEGMENTS)
def segment_edit(request: ViewerRequest, code: str) -> HttpResponse:
    """The same of one that is there; saving makes its next version."""
    shown = _segment(code)
    if shown.is_ready:
        return redirect(f"{reverse('segment-new')}?{as_query(shown.conditions).urlencode()}")
    return _declared(request, shown)


def _declared(request: ViewerRequest, shown: SegmentShown | None) -> HttpResponse:
    if request.method == "POST":
        return _saved(request, shown)
    asked = request.GET or (as_query(shown.conditions) if shown else QueryDict())
    form = SegmentForm(code=shown.code if shown else "", initial=_initial(shown))
    return _page(request, shown, draft_of(asked), form)


def _initial(shown: SegmentShown | None) -> dict[str, str]:
    if shown is None or shown.names is None:
        return {}
    return {"name_fr": shown.names.get("fr", ""), "name_en": shown.names.get("en", ""), "purpose": shown.purpose}


def _saved(request: ViewerRequest, shown: SegmentShown | None) -> HttpResponse:
    form = SegmentForm(request.POST, code=shown.code if shown else "", taken=segments())
    if not form.is_valid():
        held = form.cleaned_data.get("conditions") or {}
        return _page(request, shown, draft_of(as_query(held)), form)
    given = form.cleaned_data
    code = shown.code if shown else given["code"]
    declare_segment(
        code=code, names=form.names(), purpose=given["purpose"], conditions=given["conditions"], by=request.viewer
    )
    messages.success(request, _("The segment is saved."))
    return redirect("segment-detail", code)


def _page(request: ViewerRequest, shown: SegmentShown | None, draft: Draft, form: SegmentForm) -> HttpResponse:
    """The builder; counted where every condition makes sense. One just added is counted with what it first shows."""
    context: dict[str, Any] = {"shown": shown, "draft": draft, "form": form, "kinds": condition_kinds().values()}
    if draft.is_valid:
        context |= _counted(request.viewer, draft.conditions)
        form.initial["conditions"] = json.dumps(draft.conditions)
    status = 422 if draft.is_wrong or form.errors else 200
    return render(request, "customers/segment_form.html", context, status=status)


@requires(EDIT_SEGMENTS)
@require_POST
def segment_retire(request: ViewerRequest, code: str) -> HttpResponse:
    """Take a segment out of use."""
    if _segment(code).is_ready:
        raise Http404(code)
    retire_segment(code=code, by=request.viewer)
    messages.success(request, _("The segment is out of use."))
    return redirect("segment-list")
