"""The pages of win-backs: counts and words, nobody's name."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aisance.accounts.public import root_unit
from aisance.advocacy.contracts import AdvocacyRefusedError
from aisance.advocacy.models import WinBack
from aisance.advocacy.permissions import VIEW_WIN_BACKS, WIN_BACK
from aisance.advocacy.rules import ENOUGH_IN_AN_ARM
from aisance.advocacy.winback.forms import CauseForm, WinBackForm
from aisance.advocacy.winback.queries import (
    Outcome,
    bounds_of,
    candidates,
    gestures_of,
    mended_causes,
    outcome_of,
    win_backs,
)
from aisance.advocacy.winback.services import mend_cause, plan_win_back, start
from aisance.advocacy.wording import refusal_words
from aisance.cases.public import gesture_names
from aisance.core.permissions import Right, Viewer, ViewerRequest, requires
from aisance.core.translated import translated
from aisance.customers.public import segment_cards
from aisance.ui.drawings import axis_over
from aisance.ui.sheets import Column, Sheet, wanted

LEFT_OUT = {
    "back_already": gettext_lazy("They bought again in the meantime."),
    "asked_before": gettext_lazy("They were asked back before: once is enough."),
    "over_the_limit": gettext_lazy("More than one win-back takes."),
}
GIVEN = {
    "granted": pgettext_lazy("gestures promised", "given"),
    "asked": pgettext_lazy("gestures promised", "waiting for a yes above"),
    "refused": pgettext_lazy("gestures promised", "refused above"),
    "withdrawn": pgettext_lazy("gestures promised", "taken back"),
}
VERDICTS: dict[str, tuple[str, Any, str]] = {
    "more": ("better", pgettext_lazy("win-back", "More come back"), "up"),
    "fewer": ("worse", pgettext_lazy("win-back", "Fewer come back"), "down"),
    "unsure": ("unsure", pgettext_lazy("win-back", "No established difference"), "same"),
    "": ("unsure", pgettext_lazy("win-back", "Too early to say"), "same"),
}
ARM_COLUMNS = tuple(
    column
    for arm in ("treated", "control")
    for column in (Column(f"{arm}_n", "whole"), Column(f"{arm}_returned", "whole"), Column(f"{arm}_share", "number"))
)
COLUMNS = (
    Column("id", "whole"),
    Column("cause"),
    Column("started_at", "moment"),
    Column("return_days", "whole"),
    *ARM_COLUMNS,
    Column("accepted", "whole"),
    Column("difference", "number"),
    Column("low", "number"),
    Column("high", "number"),
    Column("verdict"),
)


def _whole_company(viewer: Viewer, right: Right) -> None:
    """Lost customers belong to no unit: who sees only a part of the company sees none of it."""
    if not viewer.scope(right).covers(root_unit().path):
        raise PermissionDenied(right.code)


@requires(VIEW_WIN_BACKS)
@require_safe
def win_back_list(request: ViewerRequest) -> HttpResponseBase:
    """What was mended, and who came back."""
    _whole_company(request.viewer, VIEW_WIN_BACKS)
    causes = mended_causes()
    names = {row.pk: name for row, name in causes}
    lines = [
        {"row": row, "cause": names.get(row.cause_id, ""), "outcome": outcome, "verdict": VERDICTS[outcome.verdict]}
        for row, outcome in ((row, outcome_of(row)) for row in win_backs())
    ]
    if file := wanted(request):
        rows = [_cells(line["row"], line["cause"], line["outcome"]) for line in lines]  # type: ignore[arg-type]  # as above
        about = [(_("Table"), _("Lost customers asked back")), (_("Definition"), _definition())]
        return file.of(Sheet(_("Lost customers asked back"), COLUMNS, rows, about), "win-back")
    context = {"lines": lines, "causes": causes, "may_act": request.viewer.holds(WIN_BACK)}
    return render(request, "advocacy/winback/list.html", context)


def _definition() -> str:
    words = _("Came back: bought within the days. Newcombe, 95%%. Under %(n)s in each group it is too early to say.")
    return words % {"n": ENOUGH_IN_AN_ARM}


def _cells(row: WinBack, cause: str, found: Outcome) -> tuple[object, ...]:
    arms = (found.treated, found.control)
    return (
        *(row.pk, cause, row.started_at, row.return_days),
        *(cell for arm in arms for cell in (arm.n, arm.returned, arm.share)),
        *(found.accepted, found.difference, found.low, found.high, found.verdict or "too_early"),
    )


@requires(VIEW_WIN_BACKS)
@require_safe
def win_back_detail(request: ViewerRequest, win_back_id: int) -> HttpResponse:
    """One win-back: its words, who may be asked, what came of it."""
    _whole_company(request.viewer, VIEW_WIN_BACKS)
    row = _found(win_back_id)
    found = candidates(row) if row.started_at is None else None
    outcome = outcome_of(row)
    left = (found.left_out if found else row.left_out).items()
    alone = max(1, round(len(found.ids) * row.control_percent / 100)) if found and len(found.ids) > 1 else 0
    context = {
        "row": row,
        "cause": {one.pk: name for one, name in mended_causes()}.get(row.cause_id, ""),
        "words": [(code, translated(row.apology, code), translated(row.offer, code)) for code in ("fr", "en")],
        "gesture": gesture_names().get(row.gesture, row.gesture),
        "given": [(GIVEN.get(state, state), n) for state, n in sorted(gestures_of(row).items())],
        "segment": next((card.name for card in segment_cards() if card.code == row.segment), row.segment),
        "asked": len(found.ids) - alone if found else 0,
        "alone": alone,
        "left_out": [(LEFT_OUT.get(reason) or refusal_words(reason), n) for reason, n in left],
        "outcome": outcome,
        "arms": [(arm, bounds_of(arm)) for arm in (outcome.treated, outcome.control)],
        "axis": axis_over(
            [0.0, *(bounds_of(arm).high for arm in (outcome.treated, outcome.control))], first=2, last=96
        ),
        "verdict": VERDICTS[outcome.verdict],
        "enough": ENOUGH_IN_AN_ARM,
        "may_act": request.viewer.holds(WIN_BACK),
    }
    return render(request, "advocacy/winback/detail.html", context)


def _found(win_back_id: int) -> WinBack:
    row = win_backs().filter(pk=win_back_id).first()
    if row is None:
        raise Http404
    return row


@requires(WIN_BACK)
@require_http_methods(["GET", "HEAD", "POST"])
def win_back_cause(request: ViewerRequest) -> HttpResponse:
    """Note that a cause is mended."""
    _whole_company(request.viewer, WIN_BACK)
    form = CauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        mend_cause(reason_id=int(given["reason"]), since=given["since"], words=given["words"], by=request.viewer)
        messages.success(request, _("Noted. Those whom it drove away can be asked back."))
        return redirect("win-back-list")
    return render(request, "advocacy/winback/cause.html", {"form": form}, status=422 if form.errors else 200)


@requires(WIN_BACK)
@require_http_methods(["GET", "HEAD", "POST"])
def win_back_new(request: ViewerRequest) -> HttpResponse:
    """Prepare an apology and an offer."""
    _whole_company(request.viewer, WIN_BACK)
    form = WinBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("win-back-detail", _planned(form, request.viewer))
        except AdvocacyRefusedError as refusal:
            form.add_error("gesture", refusal_words(refusal.reason))
    context = {"form": form, "has_causes": bool(mended_causes())}
    return render(request, "advocacy/winback/new.html", context, status=422 if form.errors else 200)


def _planned(form: WinBackForm, by: Viewer) -> int:
    names = ("gesture", "amount_minor", "segment", "control_percent", "return_days")
    return plan_win_back(
        cause_id=int(form.cleaned_data["cause"]),
        apology=form.words_of("apology"),
        offer=form.words_of("offer"),
        **{name: form.cleaned_data[name] for name in names},
        by=by,
    )


@requires(WIN_BACK)
@require_POST
def win_back_start(request: ViewerRequest, win_back_id: int) -> HttpResponse:
    """Draw, and write."""
    _whole_company(request.viewer, WIN_BACK)
    row = _found(win_back_id)
    try:
        start(win_back_id=row.pk, by=request.viewer)
    except AdvocacyRefusedError as refusal:
        messages.error(request, refusal_words(refusal.reason))
    else:
        messages.success(request, _("Done. Each of them is asked this once and never again."))
    return redirect("win-back-detail", row.pk)
