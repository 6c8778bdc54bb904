"""Playing a policy over the last quarter."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aisance.cases.gestures.amounts import amount_words
from aisance.cases.gestures.forms import TryForm
from aisance.cases.gestures.permissions import SET
from aisance.cases.gestures.queries import past_asks
from aisance.cases.gestures.rules import tried
from aisance.cases.gestures.wording import kind_name, state_words
from aisance.cases.models import Gesture, GestureKind
from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires
from aisance.core.statistics import wilson
from aisance.ui.numbers import shown_interval, shown_with_unit
from aisance.ui.sheets import Column, Sheet, wanted

WEEKS = 13
SHOWN = 25
EXAMPLES = (20, 50, 100)
COLUMNS = (
    Column("day", "day"),
    Column("case"),
    Column("gesture"),
    Column("by"),
    Column("amount_minor", "whole"),
    Column("currency"),
    Column("state"),
)


@requires(SET)
@require_safe
def gesture_try(request: ViewerRequest) -> HttpResponseBase:
    """How many advisors would have decided alone, at what cost, and whom they would have asked about."""
    kinds = list(GestureKind.objects.all())
    form = TryForm(request.GET or None, kinds=[(kind.code, kind_name(kind)) for kind in kinds])
    start = clock.today() - timedelta(weeks=WEEKS)
    context: dict[str, Any] = {"form": form, "start": start, "end": clock.today(), "weeks": WEEKS}
    context["examples"] = [(amount_words(whole * 100), f"?limit={whole}") for whole in EXAMPLES]
    if form.is_bound and form.is_valid():
        asks = past_asks(request.viewer, SET, start, form.cleaned_data["kind"])
        played = tried(asks, form.cleaned_data["limit"], form.cleaned_data["budget"])
        above = _rows([ask.id for ask in played.above])
        if file := wanted(request):
            return file.of(Sheet(_("Asked above under the policy"), COLUMNS, [_cells(row) for row in above]), "policy")
        context |= _said(played) | {"above": [_row(row) for row in above[:SHOWN]], "most": SHOWN}
    return render(request, "cases/gestures/try.html", context, status=422 if form.errors else 200)


def _said(played: Any) -> dict[str, Any]:
    low, high = wilson(played.alone, played.n) or (None, None)
    return {
        "played": played,
        "share": shown_with_unit(played.alone / played.n, "%") if played.n else "",
        "interval": shown_interval(low, high, "%"),
        "share_then": shown_with_unit(played.alone_then / played.n, "%") if played.n else "",
        "cost": amount_words(played.cost_minor),
        "cost_then": amount_words(played.cost_then_minor),
        "more": amount_words(abs(played.cost_minor - played.cost_then_minor)),
    }


def _rows(ids: list[int]) -> list[Gesture]:
    found = Gesture.objects.filter(pk__in=ids).select_related("kind", "case", "by")
    return list(found.order_by("-amount_minor", "-at"))


def _row(row: Gesture) -> dict[str, Any]:
    amount = amount_words(row.amount_minor, row.currency)
    return {"row": row, "name": kind_name(row.kind), "amount": amount, "state": state_words(row)}


def _cells(row: Gesture) -> tuple[Any, ...]:
    by = row.by.name if row.by else ""
    return (row.day, row.case.number, row.kind.code, by, row.amount_minor, row.currency, row.state)
