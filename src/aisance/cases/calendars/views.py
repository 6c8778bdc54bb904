"""The pages of working hours: which unit works when, and a form for each."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aisance.accounts.contracts import UnitCard
from aisance.accounts.public import units_in
from aisance.cases.calendars.countries import country_name
from aisance.cases.calendars.forms import HoursForm, next_holidays
from aisance.cases.models import WorkingHours
from aisance.cases.permissions import SET_RULES
from aisance.cases.queries.hours import calendar_at, calendar_of_row, hours_in_force
from aisance.cases.services.working import inherit_hours, set_hours
from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires


@requires(SET_RULES)
@require_safe
def hours_list(request: ViewerRequest) -> HttpResponse:
    """The units with hours of their own, and all others to choose from."""
    units = units_in(request.viewer.scope(SET_RULES))
    own = {row.unit_id: row for row in WorkingHours.objects.filter(unit_id__in=[unit.id for unit in units])}
    shown = [_shown(unit, own[unit.id]) for unit in units if unit.id in own]
    return render(request, "cases/hours/list.html", {"shown": shown, "units": units})


def _shown(unit: UnitCard, row: WorkingHours) -> dict[str, Any]:
    calendar = calendar_of_row(row)
    country = country_name(calendar.country) if calendar.country else ""
    return {"unit": unit, "row": row, "calendar": calendar, "country": country}


@requires(SET_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def hours_edit(request: ViewerRequest, code: str) -> HttpResponse:
    """The hours of one unit: its own, or what it inherits until it has some."""
    unit = _unit(request, code)
    calendar = calendar_at(unit.path)
    if request.method == "POST" and "inherit" in request.POST:
        inherit_hours(unit_id=unit.id, by=request.viewer)
        messages.success(request, _("It works as the unit above it."))
        return redirect("hours-list")
    form = HoursForm(request.POST or None, calendar=calendar)
    if request.method == "POST" and form.is_valid():
        _save(request, unit, form)
        messages.success(request, _("Saved. New deadlines count these hours."))
        return redirect("hours-edit", code=unit.code)
    row = hours_in_force(unit.path)
    context = {
        "form": form,
        "unit": unit,
        "inherits": row is None or row.unit_id != unit.id,
        "above": row.unit.name if row and row.unit_id != unit.id else "",
        "closed": next_holidays(calendar, clock.today()),
    }
    return render(request, "cases/hours/edit.html", context, status=422 if form.is_bound else 200)


def _unit(request: ViewerRequest, code: str) -> UnitCard:
    found = next((unit for unit in units_in(request.viewer.scope(SET_RULES)) if unit.code == code), None)
    if found is None:
        raise Http404
    return found


def _save(request: ViewerRequest, unit: UnitCard, form: HoursForm) -> None:
    given = form.cleaned_data
    set_hours(
        unit_id=unit.id,
        zone=given["zone"],
        week=given["week"],
        country=given["country"],
        region=given["region"],
        closed_days=given["closed_days"],
        by=request.viewer,
    )
