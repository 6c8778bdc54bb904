"""The pages of alert rules: all of them, one of them, and what it would have done last month."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aisance.accounts.public import units_in
from aisance.cases.alerts.conditions import Rule
from aisance.cases.alerts.forms import RuleForm
from aisance.cases.alerts.setting import Trial, ensure_ready_rules, set_rule, switch_rule, try_rule
from aisance.cases.alerts.weighing import rule_of
from aisance.cases.alerts.wording import said
from aisance.cases.models import AlertRule
from aisance.cases.permissions import SET_RULES
from aisance.core.permissions import ViewerRequest, requires
from aisance.core.translated import translated

USUAL_MINUTES = 20
MOST_MINUTES = 480


@requires(SET_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_list(request: ViewerRequest) -> HttpResponse:
    """Every rule in its order; posting adds the delivered ones that are missing."""
    if request.method == "POST":
        added = ensure_ready_rules(by=request.viewer)
        messages.success(request, _("Delivered rules added, switched off: %(n)d.") % {"n": added})
        return redirect("alert-rules")
    rows = AlertRule.objects.filter(request.viewer.scope(SET_RULES).rows("unit")).select_related("unit")
    shown = [{"row": row, "name": translated(row.name), "said": said(row.conditions)} for row in rows]
    return render(request, "cases/alerts/rules.html", {"rules": shown, "on": sum(row.is_on for row in rows)})


def _rule(request: ViewerRequest, code: str) -> AlertRule:
    rows = AlertRule.objects.filter(request.viewer.scope(SET_RULES).rows("unit")).select_related("unit")
    row = rows.filter(code=code).first()
    if row is None:
        raise Http404
    return row


@requires(SET_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_add(request: ViewerRequest) -> HttpResponse:
    """Make a rule; it opens nothing until it is switched on."""
    return _edited(request, None)


@requires(SET_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_edit(request: ViewerRequest, code: str) -> HttpResponse:
    """Change a rule, or try it as it stands in the form on last month."""
    return _edited(request, _rule(request, code))


def _edited(request: ViewerRequest, row: AlertRule | None) -> HttpResponse:
    form = RuleForm(request.viewer, request.POST or None, row=row)
    trial: Trial | None = None
    if request.method == "POST" and form.is_valid():
        if "try" in request.POST:
            trial = try_rule(_drafted(request, form), minutes_a_case=_minutes(request))
        else:
            code = _saved(request, form, row)
            messages.success(request, _("Saved. Try it on last month before you switch it on."))
            return redirect("alert-rule", code=code)
    elif request.method != "POST" and row is not None and "try" in request.GET:
        trial = try_rule(rule_of(row), minutes_a_case=_minutes(request))
    context: dict[str, Any] = {"form": form, "row": row, "trial": trial, "minutes": _minutes(request)}
    context |= {"name": translated(row.name) if row else "", "said": said(row.conditions) if row else []}
    invalid = form.is_bound and trial is None
    return render(request, "cases/alerts/rule.html", context, status=422 if invalid else 200)


def _minutes(request: ViewerRequest) -> int:
    given = request.POST.get("minutes") or request.GET.get("minutes") or ""
    return min(max(int(given), 1), MOST_MINUTES) if given.isascii() and given.isdigit() else USUAL_MINUTES


def _drafted(request: ViewerRequest, form: RuleForm) -> Rule:
    given = form.cleaned_data
    paths = {unit.id: unit.path for unit in units_in(request.viewer.scope(SET_RULES))}
    return Rule("", paths[given["unit"]], form.conditions, given["deadline_hours"], given["stake"])


def _saved(request: ViewerRequest, form: RuleForm, row: AlertRule | None) -> str:
    given = form.cleaned_data
    code = row.code if row else _free_code(given["name_en"])
    set_rule(
        code=code,
        name={"fr": given["name_fr"], "en": given["name_en"]},
        unit_id=given["unit"],
        conditions=form.conditions,
        deadline_hours=given["deadline_hours"],
        stake=given["stake"],
        skill=given["skill"],
        position=given["position"],
        by=request.viewer,
    )
    return code


def _free_code(name: str) -> str:
    """A code made of a name, with a number behind it where another rule has it."""
    wanted = slugify(name)[:50] or "rule"
    taken = set(AlertRule.objects.filter(code__startswith=wanted).values_list("code", flat=True))
    candidates = (wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3)))
    return next(code for code in candidates if code not in taken)


@requires(SET_RULES)
@require_POST
def rule_switch(request: ViewerRequest, code: str) -> HttpResponse:
    """Switch a rule on or off."""
    row = _rule(request, code)
    on = request.POST.get("on") == "yes"
    switch_rule(code=row.code, on=on, by=request.viewer)
    messages.success(request, _("On: it opens cases from now on.") if on else _("Off: it opens no cases any more."))
    return redirect("alert-rules")
