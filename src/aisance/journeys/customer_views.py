"""The pages of customers: the search, one person on one page, somebody new."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods

from aisance.core import clock
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.customers.contracts import CustomerCard, CustomerClaim
from aisance.customers.public import bought, restricted
from aisance.journeys import queries
from aisance.journeys.contracts import Recorded
from aisance.journeys.forms import ContactForm, NewCustomerForm
from aisance.journeys.hiding import hidden, revealed
from aisance.journeys.matters import open_matters
from aisance.journeys.permissions import RECORD, VIEW_CUSTOMERS
from aisance.journeys.persons import FoundPersons, Person, find_persons, lately, page_of_person, person_seen
from aisance.journeys.public import interactions, record_interactions
from aisance.journeys.services.exporting import note_customers_taken
from aisance.journeys.sheets import sheet_of_customers
from aisance.journeys.telling import contact_moments, purchase_moments
from aisance.ui.sheets import Wanted, wanted
from aisance.ui.timeline import Moment, kinds_told, page_of, tells

LONGEST_WORDS = 254
A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW_CUSTOMERS)
def customer_list(request: ViewerRequest) -> HttpResponseBase:
    """The search, and without words those who were in touch last; `s` holds the words, enciphered."""
    if request.method == "POST":
        words = " ".join(request.POST.get("words", "").replace("\0", "").split())[:LONGEST_WORDS]
        query = f"?{urlencode({'s': hidden(words)})}" if words else ""
        return redirect(f"{reverse('customer-list')}{query}")
    words = revealed(request.GET.get("s", ""))
    found = find_persons(request.viewer, words) if words else FoundPersons(lately(request.viewer))
    if file := wanted(request):
        return _taken(file, request.viewer, found if words else None)
    context = {"words": words, "found": found, "may_record": request.viewer.holds(RECORD)}
    return render(request, "journeys/customer_list.html", context)


def _taken(file: Wanted, viewer: Viewer, found: FoundPersons | None) -> HttpResponseBase:
    """Those found, or everybody, as a file on record; its name does not hold the words, which may be somebody's."""
    everybody = queries.customers_seen(viewer).values_list("pk", flat=True)
    sheet = (
        sheet_of_customers(viewer, [line.card.id for line in found.lines], size=len(found.lines))
        if found is not None
        else sheet_of_customers(viewer, everybody.iterator(chunk_size=500), size=everybody.count())
    )
    answer = file.of(sheet, "customers", clock.today().isoformat())
    if answer.status_code == HTTPStatus.OK:
        note_customers_taken(rows=sheet.length, form=file.form.extension, by=viewer)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW_CUSTOMERS)
def customer_detail(request: ViewerRequest, customer_id: int) -> HttpResponse:
    """One person on one page, and a form for a contact that has just ended; a row of theirs leads here."""
    viewer = request.viewer
    person = person_seen(viewer, customer_id)
    if person is None:
        raise Http404
    form = _contact_form(request, person.card) if viewer.holds(RECORD) else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied(RECORD.code)
        if form.is_valid() and _record(request, form, CustomerClaim(dict(person.card.identifiers))):
            return redirect("customer-detail", person.id)
    elif person.id != customer_id:
        return redirect("customer-detail", person.id)
    with page_of_person(viewer, person):
        context = {**_shown(request, person), "form": form}
        return render(request, "journeys/customer_detail.html", context, status=422 if form and form.errors else 200)


def _shown(request: ViewerRequest, person: Person) -> dict[str, Any]:
    viewer = request.viewer
    kinds = kinds_told(viewer, person.rows)
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else ""
    moments, earlier = page_of(viewer, person.rows, kind=kind, before=_before(request), size=A_PAGE)
    contacts, sales = queries.contacts_of(viewer, person.rows), bought(person.rows)
    return {
        "person": person,
        "customer": person.card,
        "matters": open_matters(viewer, person.rows),
        "moments": moments,
        "earlier": earlier,
        "kinds": kinds,
        "kind": kind,
        "is_first": _before(request) is None,
        "contacts": contacts.count(),
        "last": contacts.first(),
        "bought": sales,
        "since": min([person.since, *(sale.first for sale in sales)]),
        "is_restricted": bool(restricted(person.rows)),
    }


def _before(request: ViewerRequest) -> datetime | None:
    """The moment before which a page of the time line begins; null for now and for what is no moment."""
    try:
        moment = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


@tells("contact", pgettext_lazy("time line", "Contacts"))
def tell_contacts(viewer: Viewer, customer_ids: Sequence[int], before: datetime | None, limit: int) -> Iterable[Moment]:
    """The contacts with the viewer's units."""
    return contact_moments(viewer, customer_ids, before, limit)


@tells("purchase", pgettext_lazy("time line", "Purchases"))
def tell_purchases(
    viewer: Viewer, customer_ids: Sequence[int], before: datetime | None, limit: int
) -> Iterable[Moment]:
    """What they bought and brought back."""
    return purchase_moments(viewer, customer_ids, before, limit)


def _contact_form(request: ViewerRequest, card: CustomerCard) -> ContactForm:
    initial = {"language": card.language}
    return ContactForm(request.POST if request.method == "POST" else None, viewer=request.viewer, initial=initial)


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
