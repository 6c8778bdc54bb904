"""Budgets for gestures, and what is left of them."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aisance.cases.gestures.amounts import amount_words, currency
from aisance.cases.gestures.contracts import BudgetHolder, Period
from aisance.cases.gestures.forms import BudgetForm
from aisance.cases.gestures.permissions import SET
from aisance.cases.gestures.rules import period_of
from aisance.cases.gestures.services.setting import remove_budget, set_budget
from aisance.cases.gestures.wording import HOLDERS, PERIODS
from aisance.cases.models import GestureAccount, GestureBudget
from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires
from aisance.ui.sheets import Column, Sheet, wanted

COLUMNS = (
    Column("unit"),
    Column("holder"),
    Column("period"),
    Column("amount_minor", "whole"),
    Column("currency"),
    Column("person"),
    Column("spent_in"),
    Column("spent_minor", "whole"),
)


@requires(SET)
@require_http_methods(["GET", "HEAD", "POST"])
def budgets(request: ViewerRequest) -> HttpResponseBase:
    """Every budget with what was spent of it in this period, and the form that sets one."""
    form = BudgetForm(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        set_budget(**form.draft, by=request.viewer)
        messages.success(request, _("The budget is set."))
        return redirect("gesture-budgets")
    held = GestureBudget.objects.filter(request.viewer.scope(SET).rows("unit")).select_related("unit")
    held = held.order_by("unit__path", "holder")
    if file := wanted(request):
        rows = [cells for one in held for cells in _cells(one)]
        return file.of(Sheet(_("Budgets for gestures"), COLUMNS, rows), "gesture-budgets")
    context = {"form": form, "rows": [_row(one) for one in held]}
    return render(request, "cases/gestures/budgets.html", context, status=422 if form.errors else 200)


def _spent(budget: GestureBudget) -> list[GestureAccount]:
    """The accounts of the period that runs from which something was spent, the fullest first."""
    period = period_of(clock.today(), Period(budget.period))
    accounts = GestureAccount.objects.filter(budget=budget, period=period, spent_minor__gt=0)
    of_whom = accounts.filter(person__isnull=budget.holder != BudgetHolder.EACH)
    return list(of_whom.select_related("person").order_by("-spent_minor"))


def _cells(budget: GestureBudget) -> Iterator[tuple[Any, ...]]:
    """A line for each account, or one for a budget of which nothing was spent."""
    start = (budget.unit.code, budget.holder, budget.period, budget.amount_minor, currency())
    accounts = _spent(budget)
    for one in accounts:
        yield (*start, one.person.name if one.person else "", one.period, one.spent_minor)
    if not accounts:
        yield (*start, "", period_of(clock.today(), Period(budget.period)), 0)


def _row(budget: GestureBudget) -> dict[str, Any]:
    return {
        "budget": budget,
        "holder": HOLDERS[BudgetHolder(budget.holder)],
        "period": PERIODS[Period(budget.period)],
        "amount": amount_words(budget.amount_minor),
        "spent": [(one.person.name if one.person else "", amount_words(one.spent_minor)) for one in _spent(budget)],
    }


@requires(SET)
@require_POST
def budget_remove(request: ViewerRequest, pk: int) -> HttpResponse:
    """Take a budget away: autonomy alone decides then."""
    held = get_object_or_404(GestureBudget.objects.filter(request.viewer.scope(SET).rows("unit")), pk=pk)
    remove_budget(budget_id=held.pk, by=request.viewer)
    messages.success(request, _("The budget is taken away; what each person decides alone stays."))
    return redirect("gesture-budgets")
