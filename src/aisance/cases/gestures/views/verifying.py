"""Patterns of gestures that somebody should look at. Words here accuse nobody."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aisance.cases.gestures.amounts import amount_words
from aisance.cases.gestures.checks import Pattern, patterns
from aisance.cases.gestures.forms import SeenForm
from aisance.cases.gestures.permissions import DECIDE
from aisance.cases.gestures.services.setting import mark_seen
from aisance.cases.gestures.wording import PATTERNS, evidence_words, kind_name
from aisance.core.permissions import ViewerRequest, requires
from aisance.ui.sheets import Column, Sheet, wanted

COLUMNS = (
    Column("pattern"),
    Column("who"),
    Column("evidence"),
    Column("seen", "truth"),
    Column("note"),
    Column("seen_at", "moment"),
)


@requires(DECIDE)
@require_safe
def checks(request: ViewerRequest) -> HttpResponseBase:
    """What is worth a look, with its evidence; what was looked at, with what was found."""
    found = patterns(request.viewer)
    if file := wanted(request):
        return file.of(Sheet(_("Gestures to verify"), COLUMNS, [_cells(one) for one in found]), "gestures-to-verify")
    return _page(request, found, None)


def _page(request: ViewerRequest, found: list[Pattern], wrong: SeenForm | None) -> HttpResponse:
    rows = [_row(place, one, wrong) for place, one in enumerate(found, start=1)]
    context = {
        "waiting": [row for row in rows if row["pattern"].seen is None],
        "seen": [row for row in rows if row["pattern"].seen is not None],
    }
    return render(request, "cases/gestures/checks.html", context, status=422 if wrong else 200)


def _row(place: int, one: Pattern, wrong: SeenForm | None) -> dict[str, Any]:
    mine = wrong is not None and wrong.data.get("key") == one.key
    return {
        "place": place,
        "pattern": one,
        "title": PATTERNS[one.code],
        "evidence": evidence_words(one.code, one.values),
        "gestures": [(row, kind_name(row.kind), amount_words(row.amount_minor, row.currency)) for row in one.gestures],
        "form": wrong if mine else SeenForm(which=place, initial={"key": one.key}),
    }


def _cells(one: Pattern) -> tuple[Any, ...]:
    seen = one.seen
    words = evidence_words(one.code, one.values)
    return (
        str(PATTERNS[one.code]),
        one.who,
        words,
        bool(seen),
        seen.note if seen else "",
        seen.seen_at if seen else None,
    )


@requires(DECIDE)
@require_POST
def check_seen(request: ViewerRequest) -> HttpResponse:
    """Note what was found; only of a pattern that the viewer has before them."""
    found = patterns(request.viewer)
    form = SeenForm(request.POST)
    about = {one.key: one.customer_id for one in found}
    if request.POST.get("key", "") not in about:
        raise Http404
    if not form.is_valid():
        return _page(request, found, form)
    held = form.cleaned_data
    mark_seen(key=held["key"], note=held["note"], customer_id=about[held["key"]], by=request.viewer)
    messages.success(request, _("Noted."))
    return redirect("gesture-checks")
