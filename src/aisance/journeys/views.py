"""The pages of customers, journeys and contact reasons."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aisance.core import clock
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.customers.contracts import CustomerCard, CustomerClaim
from aisance.customers.public import customer_cards
from aisance.journeys import queries
from aisance.journeys.contracts import Recorded
from aisance.journeys.forms import ContactForm, NewCustomerForm, ReasonForm, StepForm, WordsForm
from aisance.journeys.models import Step
from aisance.journeys.permissions import EDIT_JOURNEYS, RECORD, VIEW_CUSTOMERS, VIEW_JOURNEYS
from aisance.journeys.public import add_reason, add_step, interactions, reasons, record_interactions, rename_step
from aisance.journeys.services.exporting import note_customers_taken
from aisance.journeys.sheets import sheet_of_customers
from aisance.ui.sheets import Wanted, wanted

CUSTOMERS_A_PAGE = 50
CONTACTS_A_PAGE = 25


@require_safe
@requires(VIEW_CUSTOMERS)
def customer_list(request: ViewerRequest) -> HttpResponseBase:
    """The customers whom the viewer may see; `q` is an identifier or the beginning of a name."""
    words = request.GET.get("q", "").strip().replace("\0", "")[:254]
    found = queries.customers_seen(request.viewer, words)
    if file := wanted(request):
        return _taken(file, request.viewer, found)
    page = Paginator(found.values_list("pk", flat=True), CUSTOMERS_A_PAGE).get_page(request.GET.get("page"))
    cards = customer_cards(page.object_list)
    last = queries.last_contacts(request.viewer, cards)
    rows = [(cards[pk], last.get(pk)) for pk in page.object_list if pk in cards]
    context = {"page": page, "rows": rows, "words": words, "may_record": request.viewer.holds(RECORD)}
    return render(request, "journeys/customer_list.html", context)


def _taken(file: Wanted, viewer: Viewer, found: QuerySet[Any]) -> HttpResponseBase:
    """The list as a file, on record; its name does not hold the words searched for, which may be somebody's name."""
    sheet = sheet_of_customers(viewer, found)
    answer = file.of(sheet, "customers", clock.today().isoformat())
    if answer.status_code == HTTPStatus.OK:
        note_customers_taken(rows=sheet.length, form=file.form.extension, by=viewer)
    return answer


def _customer(viewer: Viewer, customer_id: int) -> CustomerCard:
    card = queries.customer_seen(viewer, customer_id)
    if card is None:
        raise Http404
    return card


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW_CUSTOMERS)
def customer_detail(request: ViewerRequest, customer_id: int) -> HttpResponse:
    """A customer, their contacts with the viewer's units, and a form for one that has just ended."""
    viewer = request.viewer
    card = _customer(viewer, customer_id)
    form = _contact_form(request, card) if viewer.holds(RECORD) else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied(RECORD.code)
        if form.is_valid() and _record(request, form, _claim(card)):
            return redirect("customer-detail", customer_id)
    page = Paginator(queries.contacts_of(viewer, card.id), CONTACTS_A_PAGE).get_page(request.GET.get("page"))
    status = 422 if form is not None and form.errors else 200
    context = {"customer": card, "page": page, "form": form}
    return render(request, "journeys/customer_detail.html", context, status=status)


def _contact_form(request: ViewerRequest, card: CustomerCard) -> ContactForm:
    initial = {"language": card.language}
    return ContactForm(request.POST if request.method == "POST" else None, viewer=request.viewer, initial=initial)


def _claim(card: CustomerCard) -> CustomerClaim:
    return CustomerClaim(dict(card.identifiers))


def _record(request: ViewerRequest, form: ContactForm, claim: CustomerClaim) -> Recorded | None:
    """Record the contact of a valid form and say so; null, with the reasons on the form, where it is refused."""
    draft = form.draft(replace(claim, language=form.cleaned_data["language"]), clock.now())
    [answer] = record_interactions([draft], by=request.viewer)
    if answer.status == "refused":
        for problem in answer.problems:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem.expected))
        return None
    messages.success(request, _("The contact is recorded."))
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@requires(RECORD)
def customer_add(request: ViewerRequest) -> HttpResponse:
    """Add a customer together with the contact that has just ended; somebody known already gets the contact."""
    form = NewCustomerForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid() and (answer := _record(request, form, form.claim())):
        [card] = interactions([answer.id or 0])
        return redirect("customer-detail", card.customer_id) if card.customer_id else redirect("customer-list")
    return render(request, "journeys/customer_add.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@requires(VIEW_JOURNEYS)
def journey_list(request: ViewerRequest) -> HttpResponse:
    """Every journey with its steps, and the tree of contact reasons."""
    context = {
        "journeys": queries.journeys(),
        "reasons": [(reason, reason.path.count("/") - 2) for reason in reasons()],
        "may_edit": request.viewer.holds(EDIT_JOURNEYS),
    }
    return render(request, "journeys/journey_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_JOURNEYS)
def step_add(request: ViewerRequest, journey_code: str) -> HttpResponse:
    """Add a step at the end of a journey."""
    if journey_code not in {journey.code for journey in queries.journeys()}:
        raise Http404
    form = StepForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        add_step(journey_code=journey_code, code=code, names=form.words(), by=request.viewer)
        return redirect("journey-list")
    return _small_form(request, form, _("Add a step"))


def _step(code: str) -> Step:
    step = queries.step_of(code)
    if step is None:
        raise Http404
    return step


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_JOURNEYS)
def step_rename(request: ViewerRequest, code: str) -> HttpResponse:
    """Give a step other words."""
    step = _step(code)
    initial = {"name_fr": step.name.get("fr", ""), "name_en": step.name.get("en", "")}
    form = WordsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        rename_step(code=code, names=form.words(), by=request.viewer)
        return redirect("journey-list")
    return _small_form(request, form, _("Rename the step %(code)s") % {"code": code})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_JOURNEYS)
def reason_add(request: ViewerRequest) -> HttpResponse:
    """Add a contact reason."""
    form = ReasonForm(request.POST if request.method == "POST" else None, initial={"parent": request.GET.get("parent")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        add_reason(code=given["code"], names=form.words(), parent=given["parent"], by=request.viewer)
        return redirect("journey-list")
    return _small_form(request, form, _("Add a contact reason"))


def _small_form(request: ViewerRequest, form: Any, title: str) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "journeys/small_form.html", {"form": form, "title": title}, status=status)
