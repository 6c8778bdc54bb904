"""The page of a dry run: what a programme would have done with a past month's contacts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires
from aisance.core.translated import translated
from aisance.outreach.public import rule_names
from aisance.surveys.contracts import DryRun, ProgrammeKind
from aisance.surveys.permissions import EDIT_PROGRAMMES
from aisance.surveys.programme_fields import ROUTE_NAMES
from aisance.surveys.queries.dry_run import dry_run, month_before, month_of, version_to_try
from aisance.surveys.queries.programmes import not_asked_names
from aisance.surveys.views.programmes import own_programme

MONTHS_OFFERED = 12


@requires(EDIT_PROGRAMMES)
def programme_dry_run(request: ViewerRequest, code: str) -> HttpResponse:
    """How many would have been asked, delayed and refused in a month, by rule. It reads and stores nothing."""
    programme = own_programme(request, code)
    version = version_to_try(programme)
    if version is None or programme.kind != ProgrammeKind.HOT:
        raise Http404
    months = _months()
    try:
        month = month_of(request.GET["month"]) if request.GET.get("month") else months[0]
    except ValueError:
        raise Http404 from None
    run = dry_run(programme, version, month)
    context = {
        "programme": programme,
        "name": translated(programme.name),
        "version": version,
        "run": run,
        "months": months,
        "rows": _rows(run),
        "share": run.asked / run.eligible if run.eligible else None,
    }
    return render(request, "surveys/programme_dry_run.html", context)


def _months() -> list[date]:
    """The last whole months, the newest first, and the present one."""
    found = [month_before(clock.today())]
    while len(found) < MONTHS_OFFERED:
        found.append(month_before(found[-1]))
    return found


def _rows(run: DryRun) -> list[dict[str, Any]]:
    """Asked, by way and after which delays, and not asked, by reason and rule; each with its share of the eligible."""
    names = not_asked_names()
    routes = {str(ROUTE_NAMES.get(code, code)): n for code, n in run.routes.items()}  # type: ignore[call-overload]  # codes are text
    reasons = {names.get(code, code): n for code, n in run.refused.items()}
    rows = [_row(_("Asked"), run.asked, run, "stage"), *_parts(routes, run)]
    rows += [_row(_("of these after a delay"), run.delayed, run, "loss")] if run.delayed else []
    rules = rule_names()
    rows += _parts(_named(run.delayed_by, rules), run, _("delayed by the rule %(name)s"))
    rows += [_row(_("Not asked"), sum(run.refused.values()), run, "stage"), *_parts(reasons, run)]
    return rows + _parts(_named(run.by_rule, rules), run, _("refused by the rule %(name)s"))


def _named(counts: Mapping[str, int], names: Mapping[str, str]) -> dict[str, int]:
    quoted = pgettext("the name of a rule", "“%(name)s”")
    return {quoted % {"name": names[code]} if code in names else code: n for code, n in counts.items()}


def _parts(counts: Mapping[str, int], run: DryRun, words: str = "%(name)s") -> list[dict[str, Any]]:
    return [_row(words % {"name": name}, n, run, "loss") for name, n in counts.items()]


def _row(name: str, count: int, run: DryRun, shape: str) -> dict[str, Any]:
    share = count / run.eligible if run.eligible else None
    return {"name": name, "count": count, "share": share, "shape": shape, "width": f"{100 * (share or 0):.2f}%"}
