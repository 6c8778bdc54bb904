"""The page of customers on hold, and the buttons that place and lift a hold."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aisance.core.permissions import RIGHTS, Viewer, ViewerRequest, requires
from aisance.customers.public import names
from aisance.journeys.public import customer_seen
from aisance.outreach.models import Hold
from aisance.outreach.permissions import RECORD_HOLDS
from aisance.outreach.pressure.hold_forms import HoldForm, NewHoldForm
from aisance.outreach.pressure.holding import hold, release
from aisance.outreach.pressure.known import reasons_to_name
from aisance.outreach.pressure.ledger import every_hold
from aisance.outreach.queries import require_company

PAGE_SIZE = 50


def may_hold(viewer: Viewer) -> bool:
    """Whether the viewer may place and lift holds: only where the whole company is theirs."""
    try:
        require_company(viewer, RECORD_HOLDS)
    except PermissionDenied:
        return False
    return True


@requires(RECORD_HOLDS)
@require_http_methods(["GET", "HEAD", "POST"])
def hold_list(request: ViewerRequest) -> HttpResponse:
    """Every customer who is on hold now, and the form that puts one there."""
    require_company(request.viewer, RECORD_HOLDS)
    form = NewHoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        hold([form.hold_of(form.cleaned_data["customer"])], by=request.viewer)
        messages.success(request, _("The customer is left in peace until then."))
        return redirect("hold-list")
    page = Paginator(every_hold(request.viewer), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": _rows(request.viewer, list(page.object_list))}
    return render(request, "outreach/pressure/hold_list.html", context, status=422 if form.is_bound else 200)


def _rows(viewer: Viewer, holds: list[Hold]) -> list[dict[str, Any]]:
    """The holds with the names of the customers, for whoever may see customers."""
    may_see, reasons = viewer.holds(RIGHTS["journeys.view_customers"]), reasons_to_name()
    named = names([one.customer_id for one in holds]) if may_see else {}
    return [
        {"hold": one, "name": named.get(one.customer_id, ""), "may_see": may_see, "reason": reasons[one.code]}
        for one in holds
    ]


@requires(RECORD_HOLDS)
@require_POST
def hold_place(request: ViewerRequest, customer_id: int) -> HttpResponse:
    """Put the customer of a page on hold."""
    _known(request, customer_id)
    form = HoldForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "customer_id": customer_id}
        return render(request, "outreach/pressure/hold.html", context, status=422)
    hold([form.hold_of(customer_id)], by=request.viewer)
    messages.success(request, _("The customer is left in peace until then."))
    return redirect("customer-detail", customer_id)


def _known(request: ViewerRequest, customer_id: int) -> None:
    require_company(request.viewer, RECORD_HOLDS)
    if customer_seen(request.viewer, customer_id) is None:
        raise Http404


@requires(RECORD_HOLDS)
@require_POST
def hold_lift(request: ViewerRequest, hold_id: int) -> HttpResponse:
    """End a hold now."""
    require_company(request.viewer, RECORD_HOLDS)
    found = every_hold(request.viewer).filter(pk=hold_id).first()
    if found is None:
        raise Http404
    release([found.customer_id], found.code, by=request.viewer)
    messages.success(request, _("The hold is over; what waited for its end is asked again by itself."))
    return redirect("customer-detail", found.customer_id) if "customer" in request.POST else redirect("hold-list")
