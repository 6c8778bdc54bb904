"""The queue of requests, and one of them from its receipt to its answer."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aisance.consent.models import Request
from aisance.consent.rights import dossier as dossiers
from aisance.consent.rights.forms import (
    CorrectForm,
    DutyForm,
    EraseForm,
    ExtendForm,
    ProofForm,
    RequestForm,
    SettleForm,
    WhoForm,
)
from aisance.consent.rights.letters import letter_for
from aisance.consent.rights.permissions import HANDLE_REQUESTS, TAKE_REQUESTS
from aisance.consent.rights.queries import (
    duties_about,
    erasure_of,
    request_of,
    requests_settled,
    requests_waiting,
    standing,
)
from aisance.consent.rights.services.requests import note_taken, take_request
from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires
from aisance.core.personal import holdings
from aisance.customers.contracts import IdentifierKind
from aisance.customers.public import customer_card, may_see, names, restricted
from aisance.ui.dates import date_format

PAGE_SIZE = 25


@requires(HANDLE_REQUESTS)
@require_GET
def request_list(request: ViewerRequest) -> HttpResponse:
    """What waits by the day it is due, or what was answered."""
    settled = "settled" in request.GET
    rows = requests_settled(request.viewer) if settled else requests_waiting(request.viewer)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    called = names({row.customer_id for row in page if row.customer_id})
    shown = [(row, called.get(row.customer_id or 0, ""), row.due_on < clock.today()) for row in page]
    context = {"rows": shown, "page": page, "settled": settled, "standing": standing(request.viewer)}
    return render(request, "consent/rights/request_list.html", context)


@requires(TAKE_REQUESTS)
def request_new(request: ViewerRequest) -> HttpResponse:
    """Take a request in; from a customer's page their identifier is filled in."""
    usual = {"received_on": clock.today(), "language": get_language(), "known_as": _known_as(request)}
    form = RequestForm(request.POST or None, initial=usual)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        row = take_request(
            kind=given["kind"],
            customer_id=given["customer"],
            via=given["via"],
            received_on=given["received_on"],
            said=given["said"],
            asked_by=given["asked_by"] or given["known_as"],
            language=given["language"],
            by=request.viewer,
        )
        messages.success(
            request, _("Taken in; it is to be answered by %(day)s.") % {"day": date_format(row.due_on, "j F Y")}
        )
        mine = request.viewer.holds(HANDLE_REQUESTS)
        return redirect("request-detail", number=row.pk) if mine else redirect("request-new")
    status = 422 if request.method == "POST" else 200
    return render(request, "consent/rights/request_new.html", {"form": form}, status=status)


def _known_as(request: ViewerRequest) -> str:
    """An identifier of the customer from whose page somebody comes, if they may see them."""
    number = request.GET.get("customer", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19 and may_see(request.viewer, int(number))):
        return ""
    card = customer_card(int(number))
    held = dict(reversed(card.identifiers)) if card else {}
    ways = (IdentifierKind.EMAIL, IdentifierKind.PHONE, *IdentifierKind)
    return next((held[kind] for kind in ways if kind in held), "")


@requires(HANDLE_REQUESTS)
@require_GET
def request_detail(request: ViewerRequest, number: int) -> HttpResponse:
    """One request: who asks, what is held, what is done, what is answered."""
    return request_page(request, request_of(request.viewer, number))


def request_page(request: ViewerRequest, row: Request, wrong: dict[str, Any] | None = None) -> HttpResponse:
    """The page of a request, with a form that was refused where there is one."""
    erasure = erasure_of(row)
    titles = {holding.name: holding.title for holding in holdings()}
    chapters = dossiers.dossier(row.customer_id) if row.customer_id else []
    context = {
        "request_row": row,
        "customer": customer_card(row.customer_id) if row.customer_id else None,
        "is_restricted": bool(row.customer_id and restricted([row.customer_id])),
        "late": not row.is_settled and row.due_on < clock.today(),
        "chapters": [(chapter, len(chapter.items)) for chapter in chapters if chapter.items],
        "items": sum(len(chapter.items) for chapter in chapters),
        "erasure": erasure,
        "erased": [(titles.get(name, name), rows) for name, rows in erasure.rows.items() if rows] if erasure else [],
        "duties": [(titles.get(duty.holding, duty.holding), duty) for duty in duties_about(row.customer_id)],
        "letter": letter_for(row, erasure),
        "handovers": row.handovers.order_by("-pk"),
        "forms": _forms(row) | (wrong or {}),
    }
    return render(request, "consent/rights/request_detail.html", context, status=422 if wrong else 200)


def _forms(row: Request) -> dict[str, Any]:
    return {
        "who": WhoForm(auto_id="id_who_%s"),
        "prove": ProofForm(initial={"proof": row.proof}, auto_id="id_prove_%s"),
        "extend": ExtendForm(auto_id="id_extend_%s"),
        "correct": CorrectForm(auto_id="id_correct_%s"),
        "duty": DutyForm(auto_id="id_duty_%s"),
        "erase": EraseForm(auto_id="id_erase_%s"),
        "settle": SettleForm(auto_id="id_settle_%s"),
        "refuse": SettleForm(auto_id="id_refuse_%s"),
    }


@requires(HANDLE_REQUESTS)
@require_GET
def request_dossier(request: ViewerRequest, number: int) -> HttpResponseBase:
    """Everything held about the customer: as a page, as PDF, or as the file to take elsewhere."""
    row = request_of(request.viewer, number)
    if row.customer_id is None:
        raise Http404
    form = request.GET.get("format", "")
    chapters = dossiers.dossier(row.customer_id)
    if form in FILES:
        note_taken(row, form, by=request.viewer)
        return attached(chapters, form, row.pk)
    shown = [(chapter, dossiers.about(chapter)) for chapter in chapters]
    return render(request, "consent/rights/dossier.html", {"request_row": row, "chapters": shown})


FILES = {"pdf": (dossiers.as_pdf, "application/pdf"), "zip": (dossiers.as_zip, "application/zip")}


def attached(chapters: list[dossiers.Chapter], form: str, number: int) -> HttpResponse:
    """The chapters as a file."""
    write, content_type = FILES[form]
    response = HttpResponse(write(chapters), content_type=content_type)
    name = f"{slugify(settings.ENVIRONMENT.company) or 'data'}-request-{number}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
