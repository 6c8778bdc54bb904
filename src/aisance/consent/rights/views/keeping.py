"""How long what is kept, and the register of processing."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aisance.consent.rights.forms import DaysForm
from aisance.consent.rights.permissions import HANDLE_REQUESTS
from aisance.consent.rights.register import activities, integrations
from aisance.consent.rights.retention import Keeping, foreseen, keepings, runs_since
from aisance.consent.rights.services.retaining import set_days
from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires
from aisance.ui.sheets import Column, Sheet, wanted

REPORT_DAYS = 30


@requires(HANDLE_REQUESTS)
@require_GET
def retention(request: ViewerRequest) -> HttpResponse:
    """Every holding with its days, what the last round removed and, when asked, what the next would."""
    return _page(request, keepings(request.viewer), tried="try" in request.GET)


def _page(
    request: ViewerRequest, kept: list[Keeping], wrong: DaysForm | None = None, which: str = "", *, tried: bool = False
) -> HttpResponse:
    rows = []
    for keeping in kept:
        form = wrong if wrong is not None and keeping.holding.name == which else None
        if form is None and keeping.can_be_set:
            usual = {"days": keeping.days}
            form = DaysForm(initial=usual, holding=keeping.holding, auto_id=f"id_{keeping.holding.name}_%s")
        rows.append((keeping, form, foreseen(keeping) if tried and keeping.days is not None else None))
    since = clock.today() - timedelta(days=REPORT_DAYS)
    titles = {keeping.holding.name: keeping.holding.title for keeping in kept}
    runs = [(titles.get(run.holding, run.holding), run) for run in runs_since(request.viewer, since)]
    context = {"rows": rows, "tried": tried, "runs": runs, "sum": sum(row[2] or 0 for row in rows)}
    return render(request, "consent/rights/retention.html", context, status=422 if wrong is not None else 200)


@requires(HANDLE_REQUESTS)
@require_POST
def retention_set(request: ViewerRequest, holding: str) -> HttpResponse:
    """Keep a holding so many days from now on."""
    kept = keepings(request.viewer)
    known = next((one for one in kept if one.holding.name == holding and one.can_be_set), None)
    if known is None:
        raise Http404
    form = DaysForm(request.POST, holding=known.holding, auto_id=f"id_{holding}_%s")
    if not form.is_valid():
        return _page(request, kept, form, holding)
    set_days(holding, form.cleaned_data["days"], by=request.viewer)
    messages.success(request, _("It holds from the next night on."))
    return redirect("retention")


COLUMNS = (
    Column("activity"),
    Column("purpose"),
    Column("legal_basis"),
    Column("people"),
    Column("recipients"),
    Column("kept_days", "whole"),
)


@requires(HANDLE_REQUESTS)
@require_GET
def register(request: ViewerRequest) -> HttpResponseBase:
    """The register of processing activities, as a page and as a file."""
    lines, joined = activities(request.viewer), integrations(request.viewer)
    if file := wanted(request):
        rows = [(a.title, a.purpose, a.legal_basis, a.categories, a.recipients, a.keep_days) for a in lines]
        about = [(one.name, one.what) for one in joined]
        title = _("Register of processing activities of %(company)s") % {"company": settings.ENVIRONMENT.company}
        return file.of(Sheet(title, COLUMNS, rows, about), "register")
    return render(request, "consent/rights/register.html", {"activities": lines, "integrations": joined})
