"""The pages of partners."""

import csv
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aisance.core import clock
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.improvement.contracts import ImprovementError, Standing
from aisance.improvement.forms import PeriodForm
from aisance.improvement.importing import CRITERIA, MEASURES
from aisance.improvement.models import Criterion
from aisance.improvement.partners.forms import CriterionForm, FileForm, PartnerForm, UnitsForm
from aisance.improvement.partners.queries import Cell, PartnerRow, partners_set, standings
from aisance.improvement.partners.services import add_partner, set_criterion, set_units
from aisance.improvement.partners.sheets import sheet_of_standings
from aisance.improvement.permissions import SET_PARTNERS, VIEW_PARTNERS
from aisance.improvement.wording import STANDING_NAMES
from aisance.intake.contracts import ImportKind, WrongUse
from aisance.intake.public import import_file
from aisance.ui.drawings import axis_over
from aisance.ui.sheets import wanted

TONES = {
    Standing.ACT: ("worse", "alert"),
    Standing.WATCH: ("attention", "alert"),
    Standing.UNKNOWN: ("unsure", "same"),
    Standing.FINE: ("plain", "same"),
}
KINDS = {kind.name: kind for kind in (MEASURES, CRITERIA)}
MOST_SHOWN = 50
FIRST_COLUMNS = ("row", "field", "value", "expected")


@requires(VIEW_PARTNERS)
@require_safe
def list_partners(request: ViewerRequest) -> HttpResponseBase:
    """Every partner on every criterion, those on whom to act first."""
    form = PeriodForm(request.GET, viewer=request.viewer, right=None)
    if not form.is_valid():
        return render(request, "improvement/partners/list.html", {"form": form}, status=422)
    period = form.selection.start, form.selection.end
    rows = standings(request.viewer, period)
    if file := wanted(request):
        return file.of(sheet_of_standings(rows, period), "partners", *period)
    page = {
        "form": form,
        "rows": [_shown(row) for row in rows],
        "criteria": Criterion.objects.exists(),
        "to_act": sum(row.standing == Standing.ACT for row in rows),
        "may_set": request.viewer.holds(SET_PARTNERS),
        "computed_at": clock.now(),
        "ready": True,
    }
    return render(request, "improvement/partners/list.html", page)


def _shown(row: PartnerRow) -> dict[str, Any]:
    return {
        "units": [card.name for card in row.units],
        "row": row,
        "said": _said(row.standing),
        "why": [cell.criterion.title for cell in row.reasons] if row.standing in (Standing.ACT, Standing.WATCH) else [],
        "cells": [{"cell": cell, "said": _said(cell.standing), "drawn": _drawn(cell)} for cell in row.cells],
    }


def _drawn(cell: Cell) -> dict[str, str] | None:
    """The value in its range beside both thresholds, on an axis of its own; null without a value."""
    value, criterion = cell.value, cell.criterion
    if value.value is None:
        return None
    axis = axis_over([value.low, value.value, value.high, criterion.watch, criterion.act], first=3.0, last=97.0)
    places = {
        "watch": criterion.watch,
        "act": criterion.act,
        "value": value.value,
        "low": value.low,
        "high": value.high,
    }
    return {name: f"{axis.at(one)}%" for name, one in places.items() if one is not None}


def _said(standing: Standing) -> dict[str, Any]:
    tone, mark = TONES[standing]
    return {"tone": tone, "mark": mark, "words": STANDING_NAMES[standing]}


@requires(SET_PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def set_partners(request: ViewerRequest) -> HttpResponse:
    """Add a partner, set a criterion, bring measures in."""
    which = request.POST.get("which", "")
    forms = {
        "partner": PartnerForm(request.POST if which == "partner" else None, viewer=request.viewer),
        "units": UnitsForm(request.POST if which == "units" else None, viewer=request.viewer),
        "criterion": CriterionForm(request.POST if which == "criterion" else None),
        "file": FileForm(request.POST if which == "file" else None, request.FILES if which == "file" else None),
    }
    brought: dict[str, Any] = {}
    chosen = forms.get(which)
    if chosen is not None and chosen.is_valid():
        try:
            brought = _take(which, chosen, request.viewer)
        except ImprovementError as problem:
            chosen.add_error(problem.field if problem.field in chosen.fields else None, str(problem))
        except WrongUse as problem:
            chosen.add_error("file", str(problem))
        else:
            if not brought.get("refused"):
                messages.success(request, brought["words"])
                return redirect("partner-set")
    page = {
        "forms": forms,
        "brought": brought,
        "criteria": Criterion.objects.all(),
        "partners": partners_set(request.viewer).prefetch_related("units"),
    }
    status = 422 if chosen is not None and (chosen.errors or brought) else 200
    return render(request, "improvement/partners/set.html", page, status=status)


def _take(which: str, form: Any, by: Viewer) -> dict[str, Any]:
    if which == "partner":
        add_partner(**form.cleaned_data, by=by)
        return {"words": _("The partner is added.")}
    if which == "units":
        set_units(partner_id=int(form.cleaned_data["partner"]), units=form.cleaned_data["units"], by=by)
        return {"words": _("The partner’s units are set.")}
    if which == "criterion":
        set_criterion(draft=form.draft, by=by)
        return {"words": _("The criterion is set.")}
    return _bring(KINDS[form.cleaned_data["kind"]], form.cleaned_data["file"], by)


def _bring(kind: ImportKind, file: Any, by: Viewer) -> dict[str, Any]:
    """Import an uploaded file; rows that were refused are named with their number and what was expected."""
    with TemporaryDirectory(prefix="aisance-measures-") as folder:
        path = Path(folder) / f"measures{Path(file.name).suffix.lower() or '.csv'}"
        with path.open("wb") as target:
            target.writelines(file.chunks())
        refused = Path(folder) / "refused.csv"
        try:
            report = import_file(kind, path, by=by, refused=refused)
        except WrongUse as problem:
            raise WrongUse(str(problem).replace(str(path), file.name)) from None
        totals = report.totals
        words = _("%(accepted)s new, %(known)s known already, %(refused)s refused.")
        said = words % {"accepted": totals.accepted, "known": totals.known, "refused": totals.refused}
        return {"words": said, "refused": totals.refused, "rows": _refused_rows(refused)}


def _refused_rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = islice(csv.reader(file), 1, MOST_SHOWN + 1)
        return [dict(zip(FIRST_COLUMNS, row, strict=False)) for row in rows]
