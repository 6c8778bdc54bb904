"""The pages of pressure: the rules and what each held back, a rule, and the decisions about one customer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.journeys.public import customer_seen
from aisance.outreach.contracts import LedgerLine, ProgrammeTally, RuleTally
from aisance.outreach.permissions import EDIT_PRESSURE, VIEW_PRESSURE
from aisance.outreach.pressure.contracts import RuleCard, RuleKind
from aisance.outreach.pressure.forms import PeriodForm, RuleForm
from aisance.outreach.pressure.hold_forms import HoldForm
from aisance.outreach.pressure.hold_views import may_hold
from aisance.outreach.pressure.known import names_told, reasons_to_name
from aisance.outreach.pressure.ledger import (
    customers_on_hold,
    holds_on,
    ledger_by_programme,
    ledger_by_rule,
    ledger_of,
)
from aisance.outreach.pressure.queries import rule_card, rule_cards
from aisance.outreach.pressure.setting import remove_rule, set_rule
from aisance.outreach.pressure.sheets import sheet_of_programmes, sheet_of_rules
from aisance.outreach.pressure.wording import (
    KIND_HELP,
    VERDICTS,
    channel_name,
    name_of,
    names_of_rules,
    purpose_names,
    sentence,
)
from aisance.outreach.queries import require_company
from aisance.ui.blocks import shown_at
from aisance.ui.sheets import wanted

KINDS = {kind.value: kind for kind in RuleKind}


@requires(VIEW_PRESSURE)
@require_safe
def pressure_overview(request: ViewerRequest) -> HttpResponseBase:
    """The rules of pressure, what each held back in a period, and what became of each programme's requests."""
    require_company(request.viewer, VIEW_PRESSURE)
    form = PeriodForm(request.GET)
    cards, context = rule_cards(), {"form": form, "may_edit": _may_edit(request.viewer), "kinds": _kinds()}
    if not form.is_valid():
        lines = _lines(cards, [])
        return render(request, "outreach/pressure/overview.html", {**context, "rules": lines}, status=422)
    programme = form.cleaned_data["programme"]
    asked = (*form.period, programme)
    every = ledger_by_programme(request.viewer, *form.period)
    names = purpose_names() | names_told()
    form.offer({one.programme: names.get(one.programme, one.programme) for one in every})
    by_rule = ledger_by_rule(request.viewer, *asked)
    by_programme = [one for one in every if programme in {"", one.programme}]
    if file := wanted(request):
        is_rules = file.table != "programmes"
        sheet = (
            sheet_of_rules(by_rule, names_of_rules(cards), form.period)
            if is_rules
            else sheet_of_programmes(by_programme, names, form.period)
        )
        return file.of(sheet, "pressure", "rules" if is_rules else "programmes", *asked)
    context |= {
        "rules": _lines(cards, by_rule),
        "programmes": [{"of": one, "name": names.get(one.programme, "")} for one in by_programme],
        "total": _total(by_programme),
        "on_hold": customers_on_hold(request.viewer),
        "may_hold": may_hold(request.viewer),
    }
    return render(request, "outreach/pressure/overview.html", context)


def _may_edit(viewer: Viewer) -> bool:
    return viewer.holds(EDIT_PRESSURE)


def _kinds() -> list[tuple[str, Any]]:
    return [(kind.value, KIND_HELP[kind]) for kind in RuleKind]


def _lines(cards: Sequence[RuleCard], tallies: Sequence[RuleTally]) -> list[dict[str, Any]]:
    """The rules in order with what each held back; then those that held something back and are there no more."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for tally in tallies:
        sums[tally.rule][0] += tally.delayed
        sums[tally.rule][1] += tally.refused
    lines = [_line(card.rule.code, name_of(card), sums, card) for card in cards]
    known = {card.rule.code for card in cards}
    return lines + [_line(code, code, sums, None) for code in sorted(sums.keys() - known)]


def _line(code: str, name: str, sums: Mapping[str, list[int]], card: RuleCard | None) -> dict[str, Any]:
    delayed, refused = sums.get(code, (0, 0))
    says = sentence(card.rule) if card else _("This rule was removed.")
    return {"code": code, "name": name, "says": says, "card": card, "delayed": delayed, "refused": refused}


def _total(tallies: Sequence[ProgrammeTally]) -> ProgrammeTally:
    counts = [(one.allowed, one.waiting, one.refused, one.withdrawn) for one in tallies]
    return ProgrammeTally("", *(sum(column) for column in zip(*counts, strict=True))) if counts else _NOTHING


_NOTHING = ProgrammeTally("", 0, 0, 0, 0)


@requires(EDIT_PRESSURE)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_add(request: ViewerRequest) -> HttpResponse:
    """Add a rule of the kind that the address names."""
    require_company(request.viewer, EDIT_PRESSURE)
    kind = KINDS.get(request.GET.get("kind", ""), RuleKind.CAP)
    taken = {card.rule.code for card in rule_cards()}
    return _edit(request, RuleForm(_posted(request), kind=kind, card=None, taken=taken))


@requires(EDIT_PRESSURE)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_edit(request: ViewerRequest, code: str) -> HttpResponse:
    """Change a rule."""
    card = _rule(request.viewer, code)
    return _edit(request, RuleForm(_posted(request), kind=card.rule.kind, card=card, taken=set()))


def _rule(viewer: Viewer, code: str) -> RuleCard:
    require_company(viewer, EDIT_PRESSURE)
    card = rule_card(code)
    if card is None:
        raise Http404
    return card


def _posted(request: ViewerRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _edit(request: ViewerRequest, form: RuleForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        set_rule(form.rule_card(), by=request.viewer)
        messages.success(request, _("The rule is set; it holds from now on."))
        return redirect("pressure")
    context = {
        "form": form,
        "card": form.card,
        "help": KIND_HELP[form.kind],
        "kinds": _kinds(),
        "kind": form.kind.value,
    }
    context["name"] = name_of(form.card) if form.card else ""
    return render(request, "outreach/pressure/rule.html", context, status=422 if form.errors else 200)


@requires(EDIT_PRESSURE)
@require_POST
def rule_remove(request: ViewerRequest, code: str) -> HttpResponse:
    """Take a rule away, or set a ready-made one back."""
    _rule(request.viewer, code)
    if remove_rule(code, by=request.viewer):
        messages.success(request, _("Done. What it held back keeps its reason in the ledger."))
    else:
        messages.error(request, _("This rule is as it was installed; to be rid of it, take it out of force."))
    return redirect("pressure")


@shown_at("customer-below")
def decisions_about(viewer: Viewer, customer_id: int) -> tuple[str, dict[str, Any]] | None:
    """When a customer was asked, waits, or was not asked and why."""
    lines = ledger_of(viewer, customer_id)
    holds = holds_on(viewer, customer_id)
    form = HoldForm() if may_hold(viewer) and customer_seen(viewer, customer_id) else None
    if not lines and not holds and form is None:
        return None
    names, reasons = names_of_rules(rule_cards()), reasons_to_name()
    programmes = names_told() if lines else {}
    context = {
        "lines": [_told(line, names, programmes) for line in lines],
        "holds": [{"hold": one, "reason": reasons[one.code]} for one in holds],
        "form": form,
        "customer_id": customer_id,
    }
    return "outreach/pressure/customer.html", context


def _told(line: LedgerLine, names: Mapping[str, str], programmes: Mapping[str, str]) -> dict[str, Any]:
    """A line in words. The delay under which it waits now stands in its own columns."""
    earlier = line.delays[:-1] if line.until else line.delays
    return {
        "line": line,
        "programme": programmes.get(line.programme, line.programme),
        "verdict": VERDICTS[line.verdict],
        "rule": names.get(line.rule, line.rule),
        "channel": channel_name(line.channel),
        "delays": [(delay, names.get(delay.rule, delay.rule)) for delay in earlier],
    }
