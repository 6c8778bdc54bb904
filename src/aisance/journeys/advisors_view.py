"""The page on which advisors, who come with contacts as codes, get the names that colleagues call them by."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from aisance.accounts.contracts import AdvisorCard
from aisance.accounts.public import advisors_in, name_advisors, units_in
from aisance.core import clock
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.journeys.models import Interaction
from aisance.journeys.permissions import NAME_ADVISORS

DAYS = 28
PAGE_SIZE = 50


class NamesForm(forms.Form):
    """A name for each of these advisors; a field left empty changes nothing."""

    def __init__(self, advisors: Sequence[AdvisorCard], *args: Any) -> None:
        super().__init__(*args)
        for one in advisors:
            label = _("Name of %(code)s") % {"code": one.code}
            field = forms.CharField(label=label, required=False, max_length=120)
            field.initial = "" if one.name == one.code else one.name
            field.widget.attrs |= {"aria-label": label, "autocomplete": "off"}
            self.fields[_field(one)] = field


def _field(advisor: AdvisorCard) -> str:
    return f"advisor-{advisor.id}"


@requires(NAME_ADVISORS)
@require_http_methods(["GET", "HEAD", "POST"])
def advisor_names(request: ViewerRequest) -> HttpResponse:
    """The advisors of one's units that have no name yet, those with most contacts first; with `?all=1` everybody."""
    everybody, is_sent = bool(request.GET.get("all")), request.method == "POST"
    scope = request.viewer.scope(NAME_ADVISORS)
    found = advisors_in(scope, nameless=not everybody and not is_sent)
    if is_sent:
        found = _given(request, found)
    contacts = _contacts(request.viewer)
    found.sort(key=lambda one: (-contacts.get(one.id, 0), one.code))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    form = NamesForm(list(page), *([request.POST] if is_sent else []))
    if form.is_valid():
        _write(request, list(page), form.cleaned_data)
        return redirect(request.get_full_path())
    units = {unit.id: unit.name for unit in units_in(scope)}
    lines = [(one, units.get(one.unit_id or 0, ""), contacts.get(one.id, 0), form[_field(one)]) for one in page]
    context = {"lines": lines, "page": page, "everybody": everybody, "days": DAYS}
    return render(request, "journeys/advisor_names.html", context, status=422 if form.errors else 200)


def _given(request: ViewerRequest, known: Sequence[AdvisorCard]) -> list[AdvisorCard]:
    """Those that a browser sent; one who is not there, or not the viewer's to name, does not exist."""
    by_field = {_field(one): one for one in known}
    sent = [field for field in request.POST if field.startswith("advisor-")]
    if len(sent) > PAGE_SIZE or not by_field.keys() >= set(sent):
        raise Http404
    return [by_field[field] for field in sent]


def _contacts(viewer: Viewer) -> dict[int, int]:
    """How many contacts each advisor lately had in the viewer's units."""
    rows = Interaction.objects.filter(
        viewer.scope(NAME_ADVISORS).rows("unit"),
        advisor__isnull=False,
        day__gt=clock.today() - timedelta(days=DAYS),
    )
    return dict(rows.order_by().values_list("advisor").annotate(n=Count("pk")))


def _write(request: ViewerRequest, advisors: Sequence[AdvisorCard], given: dict[str, str]) -> None:
    names = {one.code: given[_field(one)] for one in advisors if given[_field(one)]}
    n = name_advisors(names, by=request.viewer)
    said = ngettext("%(n)s advisor has a name now.", "%(n)s advisors have a name now.", n) % {"n": n}
    messages.success(request, said) if n else messages.info(request, _("No name was changed."))
