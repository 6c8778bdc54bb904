"""The pages of happy customers and of their testimonials, for staff."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aisance.advocacy.contracts import AdvocacyRefusedError, Place, TestimonialState
from aisance.advocacy.models import Testimonial
from aisance.advocacy.models.testimonials import NAMING_NAMES, PLACE_NAMES, STATE_NAMES
from aisance.advocacy.permissions import ASK, SET, USE_TESTIMONIALS, VIEW_PROMOTERS
from aisance.advocacy.promoters.asking import ask
from aisance.advocacy.promoters.forms import RuleForm, UseForm, WordingForm
from aisance.advocacy.promoters.queries import (
    MOST,
    NO_CONSENT,
    find_testimonial,
    list_testimonials,
    promoter,
    promoters,
    text_in_force,
    text_waiting,
    to_take_down,
    with_words,
)
from aisance.advocacy.promoters.sheets import sheet_of_promoters, sheet_of_testimonials
from aisance.advocacy.promoters.using import accept, note_use, propose_wording, take_down
from aisance.advocacy.services import set_switches, switches
from aisance.advocacy.wording import refusal_words
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.customers.public import names
from aisance.ui.sheets import wanted

A_PAGE = 15


@requires(VIEW_PROMOTERS)
@require_safe
def promoter_list(request: ViewerRequest) -> HttpResponseBase:
    """Happy customers with their words: whom to ask for a testimonial, and whom not to, and why."""
    found = promoters(request.viewer)
    if file := wanted(request):
        return file.of(sheet_of_promoters(with_words(found), names([one.customer_id for one in found])), "promoters")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    called = names([one.customer_id for one in page.object_list])
    lines = [
        {
            "promoter": one,
            "name": called.get(one.customer_id, ""),
            "not_now": refusal_words(one.not_now),
            "says_no": one.not_now == NO_CONSENT,
        }
        for one in with_words(list(page.object_list))
    ]
    context = {
        "page": page,
        "lines": lines,
        "most": MOST if len(found) == MOST else 0,
        "may_ask": request.viewer.holds(ASK),
        "rule": _rule_form(request.viewer),
        "tab": "promoters",
    }
    return render(request, "advocacy/promoters/list.html", context)


def _rule_form(viewer: Viewer, data: Any = None) -> RuleForm | None:
    now = switches()
    initial = {"asks_by_rule": now.asks_by_rule, "asks_a_day": now.asks_a_day}
    return RuleForm(data, initial=initial) if viewer.holds(SET) else None


@requires(ASK)
@require_POST
def promoter_ask(request: ViewerRequest, customer_id: int) -> HttpResponse:
    """Ask one of them for a testimonial."""
    found = promoter(request.viewer, customer_id)
    if found is None:
        raise Http404
    try:
        ask(customer_id=found.customer_id, unit_id=found.unit_id, by=request.viewer)
    except AdvocacyRefusedError as refusal:
        messages.error(request, _("Not asked: %(why)s") % {"why": refusal_words(refusal.reason)})
    else:
        messages.success(request, _("Asked. The message is on its way."))
    return redirect("promoter-list")


@requires(SET)
@require_POST
def promoter_rule(request: ViewerRequest) -> HttpResponse:
    """Let the product ask by itself, or stop it."""
    form = _rule_form(request.viewer, request.POST)
    if form is None or not form.is_valid():
        messages.error(request, _("Between 1 and 100 requests a day."))
        return redirect("promoter-list")
    set_switches(by=request.viewer, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("promoter-list")


@requires(VIEW_PROMOTERS)
@require_safe
def testimonial_list(request: ViewerRequest) -> HttpResponseBase:
    """The testimonials, and where words still stand that were withdrawn."""
    state = request.GET.get("state", "")
    rows = list_testimonials(request.viewer, state if state in set(TestimonialState) else "")
    if file := wanted(request):
        return file.of(sheet_of_testimonials(list(rows.prefetch_related("texts", "uses"))), "testimonials", state)
    page = Paginator(rows.prefetch_related("texts"), A_PAGE).get_page(request.GET.get("page"))
    called = names([one.customer_id for one in page.object_list if one.customer_id])
    lines = [
        {"row": one, "name": called.get(one.customer_id or 0, ""), "words": text_in_force(one)}
        for one in page.object_list
    ]
    context = {
        "page": page,
        "lines": lines,
        "states": [(code, name, code == state) for code, name in STATE_NAMES.items()],
        "state": state,
        "to_take_down": to_take_down(request.viewer),
        "usable": list_testimonials(request.viewer, TestimonialState.APPROVED).count(),
        "tab": "testimonials",
    }
    return render(request, "advocacy/promoters/testimonials.html", context)


def _found(request: ViewerRequest, testimonial_id: int, *, to_use: bool = False) -> Testimonial:
    try:
        return find_testimonial(request.viewer, testimonial_id, to_use=to_use)
    except Testimonial.DoesNotExist:
        raise Http404 from None


@requires(VIEW_PROMOTERS)
@require_safe
def testimonial_detail(request: ViewerRequest, testimonial_id: int) -> HttpResponse:
    """One testimonial: its words, what its author allows, where it stands."""
    return _page(request, _found(request, testimonial_id))


def _page(request: ViewerRequest, row: Testimonial, *, status: int = 200, **forms: Any) -> HttpResponse:
    may_use = request.viewer.holds(USE_TESTIMONIALS)
    is_live = row.state in {TestimonialState.GIVEN, TestimonialState.EDITED, TestimonialState.APPROVED}
    context = {
        "row": row,
        "name": names([row.customer_id]).get(row.customer_id, "") if row.customer_id else "",
        "words": text_in_force(row),
        "waiting": text_waiting(row),
        "texts": list(row.texts.all()),
        "uses": [(use, PLACE_NAMES.get(use.place, use.place)) for use in row.uses.all()],
        "naming": NAMING_NAMES.get(row.naming, ""),
        "places": [PLACE_NAMES[code] for code in row.places if code in PLACE_NAMES],
        "problem": refusal_words(row.problem) if row.problem else "",
        "may_use": may_use,
        "wording": (forms.get("wording") or WordingForm(initial={"text": text_in_force(row)}))
        if may_use and is_live
        else None,
        "use": (forms.get("use") or UseForm(places=row.places))
        if may_use and row.state == TestimonialState.APPROVED
        else None,
    }
    return render(request, "advocacy/promoters/testimonial.html", context, status=status)


@requires(USE_TESTIMONIALS)
@require_POST
def testimonial_accept(request: ViewerRequest, testimonial_id: int) -> HttpResponse:
    """Take the words as they were given."""
    row = _found(request, testimonial_id, to_use=True)
    return _done(request, row, lambda: accept(testimonial_id=row.pk, by=request.viewer), _("It may be used now."))


@requires(USE_TESTIMONIALS)
@require_http_methods(["POST"])
def testimonial_reword(request: ViewerRequest, testimonial_id: int) -> HttpResponse:
    """Send other words to the author."""
    row = _found(request, testimonial_id, to_use=True)
    form = WordingForm(request.POST)
    if not form.is_valid():
        return _page(request, row, status=422, wording=form)
    text = form.cleaned_data["text"]
    said = _("Sent to the customer. Nothing new is used until they agree.")
    return _done(request, row, lambda: propose_wording(testimonial_id=row.pk, text=text, by=request.viewer), said)


@requires(USE_TESTIMONIALS)
@require_http_methods(["POST"])
def testimonial_use(request: ViewerRequest, testimonial_id: int) -> HttpResponse:
    """Say where it stands."""
    row = _found(request, testimonial_id, to_use=True)
    form = UseForm(request.POST, places=row.places)
    if not form.is_valid():
        return _page(request, row, status=422, use=form)
    given = form.cleaned_data
    place = Place(given["place"])

    def write() -> None:
        note_use(testimonial_id=row.pk, place=place, where=given["where"], used_on=given["used_on"], by=request.viewer)

    return _done(request, row, write, _("Noted."))


@requires(USE_TESTIMONIALS)
@require_POST
def testimonial_take_down(request: ViewerRequest, testimonial_id: int, use_id: int) -> HttpResponse:
    """Tick off that it stands there no more."""
    row = _found(request, testimonial_id, to_use=True)
    if not row.uses.filter(pk=use_id).exists():
        raise Http404
    take_down(testimonial_id=row.pk, use_id=use_id, by=request.viewer)
    messages.success(request, _("Ticked off."))
    return redirect("testimonial-detail", testimonial_id)


def _done(request: ViewerRequest, row: Testimonial, write: Any, said: str) -> HttpResponse:
    try:
        write()
    except AdvocacyRefusedError as refusal:
        messages.error(request, refusal_words(refusal.reason))
    else:
        messages.success(request, said)
    return redirect("testimonial-detail", row.pk)
