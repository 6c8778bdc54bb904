"""The page on which a manager says what the statuses of other desks mean here."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aisance.cases.bridges.desks.contracts import Desk
from aisance.cases.bridges.desks.forms import MeaningForm
from aisance.cases.bridges.desks.mapping import meanings
from aisance.cases.bridges.desks.services import set_meanings
from aisance.cases.bridges.desks.wording import DESKS, meaning_words
from aisance.cases.models import DeskStatus
from aisance.cases.permissions import SET_RULES
from aisance.core.permissions import ViewerRequest, requires


def _desk(name: str) -> Desk:
    if name not in DESKS:
        raise Http404
    return Desk(name)


@requires(SET_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def desk_list(request: ViewerRequest) -> HttpResponse:
    """Both tables, and the form that adds a row or puts another meaning into one."""
    form = MeaningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        desk, new = form.drafted
        kept = [one for one in meanings(desk) if one.theirs.casefold() != new.theirs.casefold()]
        set_meanings(desk, [*kept, new], by=request.viewer)
        messages.success(request, _("It is set."))
        return redirect("desk-list")
    changed = set(DeskStatus.objects.values_list("system", flat=True))
    tables = [
        {
            "desk": desk.value,
            "name": DESKS[desk.value],
            "rows": [(one.theirs, meaning_words(one)) for one in meanings(desk)],
            "is_changed": desk.value in changed,
        }
        for desk in Desk
    ]
    context = {"form": form, "tables": tables}
    return render(request, "cases/bridges/desks.html", context, status=422 if form.errors else 200)


@requires(SET_RULES)
@require_POST
def desk_status_remove(request: ViewerRequest, desk: str) -> HttpResponse:
    """Take a status out: tickets that have it are refused then, by name."""
    found, theirs = _desk(desk), request.POST.get("theirs", "")
    kept = [one for one in meanings(found) if one.theirs != theirs]
    if not kept:
        messages.error(request, _("One status at least must stay."))
        return redirect("desk-list")
    set_meanings(found, kept, by=request.viewer)
    messages.success(request, _("It is removed; tickets with it are refused from now on."))
    return redirect("desk-list")


@requires(SET_RULES)
@require_POST
def desk_ready(request: ViewerRequest, desk: str) -> HttpResponse:
    """Put back the table as delivered."""
    set_meanings(_desk(desk), [], by=request.viewer)
    messages.success(request, _("The table is back as delivered."))
    return redirect("desk-list")
