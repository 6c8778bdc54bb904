"""The customers of a segment whom the viewer may see, as a page and as a file."""

from http import HTTPStatus

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from aisance.core import clock
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.customers.public import People, customer_cards, segment_members, segment_shown
from aisance.journeys import queries
from aisance.journeys.permissions import VIEW_CUSTOMERS
from aisance.journeys.services.exporting import note_segment_taken
from aisance.journeys.sheets import sheet_of_segment
from aisance.ui.sheets import wanted

CUSTOMERS_A_PAGE = 50


@require_safe
@requires(VIEW_CUSTOMERS)
def segment_customers(request: ViewerRequest, code: str) -> HttpResponseBase:
    """The newest first, those whom the viewer may see of them."""
    shown = segment_shown(code)
    if shown is None:
        raise Http404(code)
    ids = _seen(request.viewer, code)
    if file := wanted(request):
        sheet = sheet_of_segment(request.viewer, shown.name, ids)
        answer = file.of(sheet, "segment", code, clock.today().isoformat())
        if answer.status_code == HTTPStatus.OK:
            note_segment_taken(code=code, rows=sheet.length, form=file.form.extension, by=request.viewer)
        return answer
    page = Paginator(ids, CUSTOMERS_A_PAGE).get_page(request.GET.get("page"))
    cards = customer_cards(page.object_list)
    last = queries.last_contacts(request.viewer, cards)
    rows = [(cards[pk], last.get(pk)) for pk in page.object_list if pk in cards]
    return render(request, "journeys/segment_customers.html", {"page": page, "rows": rows, "shown": shown})


def _seen(viewer: Viewer, code: str) -> list[int]:
    """The persons of the segment; whose right ends at a unit sees those who were in contact with it."""
    import numpy as np

    members = segment_members(code)
    if not queries.may_see_everybody(viewer):
        met = queries.interactions_seen(viewer).filter(customer__isnull=False).order_by()
        ids = list(met.values_list("customer_id", flat=True).distinct())
        members = members[People.now().marked(np.array(ids, dtype=np.int64))[members]]
    return [int(pk) for pk in members[::-1]]
