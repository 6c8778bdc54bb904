"""The tree of units."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from aisance.accounts.contracts import UnitKind
from aisance.accounts.forms import NameForm, UnitForm
from aisance.accounts.models import Unit
from aisance.accounts.permissions import ADMINISTER
from aisance.accounts.queries import units_in
from aisance.accounts.services import add_unit, rename_unit
from aisance.accounts.sheets import sheet_of_units
from aisance.accounts.views.frame import page_of
from aisance.core.permissions import ViewerRequest, requires
from aisance.ui.sheets import wanted


@requires(ADMINISTER)
def tree(request: ViewerRequest) -> HttpResponseBase:
    found = units_in(request.viewer.scope(ADMINISTER))
    if file := wanted(request):
        return file.of(sheet_of_units(found), "units")
    units = [(unit, Unit.KIND_NAMES[unit.kind]) for unit in found]
    return page_of(request, "units", "accounts/units.html", {"units": units})


@requires(ADMINISTER)
def add(request: ViewerRequest) -> HttpResponse:
    form = UnitForm(request.POST or None, viewer=request.viewer, initial={"parent": request.GET.get("below")})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        kind = UnitKind(words["kind"])
        add_unit(code=words["code"], name=words["name"], kind=kind, parent_id=words["parent"], by=request.viewer)
        messages.success(request, _("%(name)s is added.") % {"name": words["name"]})
        return redirect("unit-list")
    return page_of(request, "units", "accounts/unit_add.html", {"form": form}, status=422 if form.errors else 200)


@requires(ADMINISTER)
def rename(request: ViewerRequest, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.filter(request.viewer.scope(ADMINISTER).units()), pk=unit_id)
    form = NameForm(request.POST or None, initial={"name": unit.name})
    if request.method == "POST" and form.is_valid():
        rename_unit(unit_id=unit.pk, name=form.cleaned_data["name"], by=request.viewer)
        messages.success(request, _("Saved."))
        return redirect("unit-list")
    return page_of(
        request, "units", "accounts/unit.html", {"form": form, "unit": unit}, status=422 if form.errors else 200
    )
