"""The pages of praise: one's own, one's teams', and the wall."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aisance.advocacy.models import Praise
from aisance.advocacy.permissions import VIEW_PRAISE, VIEW_TEAMS_PRAISE
from aisance.advocacy.praise.queries import (
    WALL_LENGTH,
    find_praise,
    own_praise,
    praise_in_person,
    quotes,
    teams_praise,
    told,
    wall_praise,
)
from aisance.advocacy.praise.services import hide, show_again
from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires
from aisance.ui.sheets import Column, Sheet, wanted

A_PAGE = 25
COLUMNS = (Column("at", "moment"), Column("unit"), Column("advisor"), Column("channel"), Column("words"))


class HidingForm(forms.Form):
    """Why words are taken off the wall."""

    because = forms.CharField(
        label=gettext_lazy("Why it is not for the wall"),
        max_length=200,
        help_text=gettext_lazy("The advisor keeps the words; only the wall shows them no more."),
    )


@requires(VIEW_PRAISE)
@require_safe
def praise_list(request: ViewerRequest) -> HttpResponseBase:
    """An advisor's own praise and their team's; of a supervisor's whole units."""
    viewer = request.viewer
    leads = viewer.holds(VIEW_TEAMS_PRAISE)
    rows = teams_praise(viewer) if leads else own_praise(viewer)
    if file := wanted(request):
        lines = [(one.at, one.unit, one.advisor, one.channel, one.text) for one in told(rows[:5000])]
        return file.of(Sheet(_("Praise"), COLUMNS, lines, [(_("Table"), _("Praise"))]), "praise")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    today = clock.start_of_day(clock.today())
    context = {
        "page": page,
        "lines": told(page.object_list),
        "leads": leads,
        "mine": praise_in_person(viewer).count(),
        "fresh": rows.filter(at__gte=today).count(),
    }
    return render(request, "advocacy/praise/list.html", context)


@requires(VIEW_PRAISE)
@require_safe
def praise_wall(request: ViewerRequest) -> HttpResponse:
    """The wall of the service: large, for a screen that everybody passes."""
    lines = told(wall_praise(request.viewer)[:WALL_LENGTH])
    return render(request, "advocacy/praise/wall.html", {"lines": lines, "quotes": quotes(lines)})


def _found(request: ViewerRequest, praise_id: int) -> Praise:
    try:
        return find_praise(request.viewer, praise_id)
    except Praise.DoesNotExist:
        raise Http404 from None


@requires(VIEW_TEAMS_PRAISE)
@require_http_methods(["GET", "HEAD", "POST"])
def praise_hide(request: ViewerRequest, praise_id: int) -> HttpResponse:
    """Take words off the wall and say why."""
    row = _found(request, praise_id)
    form = HidingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        hide(row=row, because=form.cleaned_data["because"], by=request.viewer)
        messages.success(request, _("It is off the wall."))
        return redirect("praise-list")
    context: dict[str, Any] = {"form": form, "lines": told([row])}
    return render(request, "advocacy/praise/hide.html", context, status=422 if form.errors else 200)


@requires(VIEW_TEAMS_PRAISE)
@require_POST
def praise_show(request: ViewerRequest, praise_id: int) -> HttpResponse:
    """Put words back on the wall."""
    show_again(row=_found(request, praise_id), by=request.viewer)
    messages.success(request, _("It is back on the wall."))
    return redirect("praise-list")
