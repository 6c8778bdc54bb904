"""The list of single contacts: what a figure of contacts stands on."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.customers.contracts import CustomerCard
from aisance.customers.public import customer_cards
from aisance.journeys.contact_form import ContactFilterForm
from aisance.journeys.models import Interaction
from aisance.journeys.permissions import VIEW_CONTACTS, VIEW_CUSTOMERS
from aisance.journeys.queries import contacts_seen

CONTACTS_A_PAGE = 50


@require_safe
@requires(VIEW_CONTACTS)
def contact_list(request: ViewerRequest) -> HttpResponse:
    """The contacts of the viewer's units, newest first; customers are named to those who may see them."""
    form = ContactFilterForm(request.GET, scope=request.viewer.scope(VIEW_CONTACTS))
    valid = form.is_valid()
    rows = contacts_seen(request.viewer)
    page = Paginator(rows.filter(form.condition) if valid else rows.none(), CONTACTS_A_PAGE).get_page(
        request.GET.get("page")
    )
    named = request.viewer.holds(VIEW_CUSTOMERS)
    customers = _customers(request.viewer, page.object_list) if named else {}
    lines = [(contact, customers.get(contact.pk)) for contact in page.object_list]
    context = {"form": form, "page": page, "lines": lines, "named": named}
    context["only"] = form.hidden_in_words if valid else ""
    return render(request, "journeys/contact_list.html", context, status=200 if valid else 422)


def _customers(viewer: Viewer, contacts: Iterable[Interaction]) -> dict[int, CustomerCard]:
    """The customers of these contacts, by contact, where the right to see them is held at the contact's unit."""
    scope = viewer.scope(VIEW_CUSTOMERS)
    theirs = {one.pk: one.customer_id for one in contacts if one.customer_id and scope.covers(one.unit.path or "")}
    cards = customer_cards(theirs.values())
    return {pk: cards[customer_id] for pk, customer_id in theirs.items() if customer_id in cards}
