"""What came of gestures, and holding some back so that it can be known."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aisance.cases.gestures.amounts import amount_words
from aisance.cases.gestures.effects import LEAST, Effect
from aisance.cases.gestures.forms import HoldBackForm
from aisance.cases.gestures.outcomes import Outcomes, outcomes, trials
from aisance.cases.gestures.permissions import HOLD_BACK, VIEW
from aisance.cases.gestures.queries import hold_back_in_force
from aisance.cases.gestures.services.setting import set_hold_back
from aisance.cases.gestures.wording import MEASURES, verdict_words
from aisance.cases.models import GestureHoldBack
from aisance.core.permissions import ViewerRequest, requires
from aisance.ui.numbers import MINUS, shown_difference, shown_interval
from aisance.ui.sheets import Column, Sheet, wanted

COLUMNS = (
    Column("measure"),
    Column("unit"),
    *(Column(name, "number") for name in ("given", "given_low", "given_high")),
    Column("given_n", "whole"),
    *(Column(name, "number") for name in ("other", "other_low", "other_high")),
    Column("other_n", "whole"),
    *(Column(name, "number") for name in ("difference", "difference_low", "difference_high", "p_value")),
    Column("verdict"),
)


@requires(VIEW)
@require_safe
def gesture_outcomes(request: ViewerRequest) -> HttpResponseBase:
    """Those with a gesture against those for whom the draw held one back."""
    known = trials()
    asked = request.GET.get("trial", "")
    trial = next((one for one in known if str(one.pk) == asked), known[0] if known else None)
    found = outcomes(request.viewer, trial)
    if file := wanted(request):
        return file.of(Sheet(_("What came of gestures"), COLUMNS, [_cells(one) for one in found.effects]), "outcomes")
    context = {
        "found": found,
        "cost": amount_words(found.cost_minor),
        "rows": [_row(effect) for effect in found.effects],
        "trials": known,
        "share": _per_cent(trial),
        "said": _said(found),
        "least": LEAST,
        "viewer_holds_back": request.viewer.holds(HOLD_BACK),
    }
    return render(request, "cases/gestures/outcomes.html", context)


def _said(found: Outcomes) -> str:
    """The headline: one of four, by what is established."""
    verdicts = {effect.verdict for effect in found.effects}
    if not found.is_drawn:
        return _("What gestures bring is not known yet")
    if "better" in verdicts:
        return (
            _("Gestures bring something") if "worse" not in verdicts else _("Gestures help in one way, not in another")
        )
    if "worse" in verdicts:
        return _("Customers do worse with a gesture than without")
    if verdicts == {"early"}:
        return _("Too early to say what gestures bring")
    return _("No difference is established so far")


def _row(effect: Effect) -> dict[str, Any]:
    tone, words, mark = verdict_words(effect)
    sign = "" if effect.difference is None else MINUS if effect.difference < 0 else "+"
    return {
        "effect": effect,
        "name": MEASURES[effect.code][0],
        "what": MEASURES[effect.code][1],
        "difference": sign + shown_difference(effect.difference, effect.unit) if effect.difference is not None else "",
        "interval": shown_interval(effect.low, effect.high, effect.unit),
        "tone": tone,
        "words": words,
        "mark": mark,
    }


def _cells(effect: Effect) -> tuple[Any, ...]:
    sides = [value for one in (effect.given, effect.other) for value in (one.value, one.low, one.high, one.n)]
    apart = (effect.difference, effect.low, effect.high, effect.p_value, effect.verdict)
    return (effect.code, effect.unit, *sides, *apart)


def _per_cent(trial: GestureHoldBack | None) -> int:
    return round(trial.share * 100) if trial else 0


@requires(HOLD_BACK)
@require_http_methods(["GET", "HEAD", "POST"])
def hold_back(request: ViewerRequest) -> HttpResponse:
    """Say in what share of cases the draw holds gestures back, and why."""
    form = HoldBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_hold_back(share=form.cleaned_data["percent"] / 100, words=form.cleaned_data["words"], by=request.viewer)
        messages.success(request, _("It holds from now on; what was drawn before stays."))
        return redirect("gesture-hold-back")
    held = [(one, _per_cent(one)) for one in GestureHoldBack.objects.select_related("set_by").order_by("-pk")[:20]]
    now = hold_back_in_force()
    context = {"form": form, "now": now, "share": _per_cent(now), "held": held}
    return render(request, "cases/gestures/hold_back.html", context, status=422 if form.errors else 200)
