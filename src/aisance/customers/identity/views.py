"""The pages of recognition: pairs in doubt, and what a person is known as."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.customers.contracts import Verdict
from aisance.customers.identity import judging
from aisance.customers.identity.groups import groups_of
from aisance.customers.identity.keeping import keep_value
from aisance.customers.identity.reviewing import (
    SHOWN,
    doubt,
    doubts,
    judgement_seen,
    known_as,
    placeholders,
    reasons_of,
)
from aisance.customers.identity.wording import PLACEHOLDER_KINDS, words_of
from aisance.customers.models import Judgement
from aisance.customers.permissions import JUDGE_IDENTITY
from aisance.customers.seeing import may_see
from aisance.ui.blocks import shown_at

VERDICTS = {"same": Verdict.SAME, "not_same": Verdict.NOT_SAME, "leave": Verdict.UNSURE}


@require_GET
@requires(JUDGE_IDENTITY)
def review(request: ViewerRequest) -> HttpResponse:
    """One pair in doubt side by side, and the ones that follow."""
    waiting = doubts(request.viewer)
    wanted = request.GET.get("pair", "")
    chosen = next((row for row in waiting if str(row.pk) == wanted), waiting[0] if waiting else None)
    undone = request.GET.get("judged", "")
    context = {
        "waiting": waiting[:SHOWN],
        "total": len(waiting),
        "doubt": doubt(chosen) if chosen else None,
        "judged": int(undone) if undone.isdecimal() and len(undone) < 18 else None,
        "placeholders": [(row, PLACEHOLDER_KINDS.get(row.kind, row.kind)) for row in placeholders()],
    }
    return render(request, "customers/identity/review.html", context)


def _judgement(viewer: Viewer, judgement_id: int) -> Judgement:
    row = judgement_seen(viewer, judgement_id)
    if row is None:
        raise Http404
    return row


@requires(JUDGE_IDENTITY)
@require_POST
def judge(request: ViewerRequest, judgement_id: int) -> HttpResponse:
    """Say of a pair whether it is one person."""
    row = _judgement(request.viewer, judgement_id)
    verdict = VERDICTS.get(request.POST.get("verdict", ""))
    if verdict is None:
        return redirect(f"/customers/review/?pair={row.pk}")
    made = judging.judge(row.left_id, row.right_id, verdict, by=request.viewer)
    said = {
        Verdict.SAME: _("The two are one person now."),
        Verdict.NOT_SAME: _("The two stay two people."),
        Verdict.UNSURE: _("The pair is left as it is."),
    }
    messages.success(request, said[verdict])
    return redirect(f"/customers/review/?judged={made}")


@requires(JUDGE_IDENTITY)
@require_POST
def take_back(request: ViewerRequest, judgement_id: int) -> HttpResponse:
    """Take a judgement back, with all that followed from it."""
    row = _judgement(request.viewer, judgement_id)
    judging.take_back(row.pk, by=request.viewer)
    messages.success(request, _("The judgement is taken back."))
    customer = request.POST.get("customer", "")
    if customer.isdecimal() and len(customer) < 18:
        return redirect("customer-detail", int(customer))
    return redirect("/customers/review/")


@requires(JUDGE_IDENTITY)
@require_POST
def part(request: ViewerRequest, customer_id: int) -> HttpResponse:
    """Say that a row is somebody else than the person it belongs to."""
    if not may_see(request.viewer, customer_id):
        raise Http404
    made = judging.part(customer_id, by=request.viewer, reason=_("parted on the customer's page"))
    if made:
        link = format_html(' <a href="/customers/{}/">{}</a>', customer_id, _("Their own page"))
        messages.success(request, format_html("{}{}", _("The record is a person of its own now."), link))
    return redirect("customer-detail", customer_id)


@requires(JUDGE_IDENTITY)
@require_POST
def placeholder_keep(request: ViewerRequest, placeholder_id: int) -> HttpResponse:
    """Say that a value is somebody's own after all, or that it is not."""
    if not keep_value(placeholder_id, kept=request.POST.get("kept") == "1", by=request.viewer):
        raise Http404
    messages.success(request, _("Noted."))
    return redirect("identity-review")


@shown_at("customer")
def known_as_block(viewer: Viewer, customer_id: int) -> tuple[str, dict[str, Any]] | None:
    """Which records make this person, why, and the groups they are in."""
    if not may_see(viewer, customer_id):
        return None
    rows, words, groups = known_as(customer_id), reasons_of(customer_id), groups_of(customer_id)
    if len(rows) < 2 and not words and not groups:
        return None
    may_judge = viewer.holds(JUDGE_IDENTITY)
    said = [(row, words_of(row.reason, row.by_kind)) for row in words]
    context = {"rows": rows, "said": said, "groups": groups, "may_judge": may_judge, "customer_id": customer_id}
    return "customers/identity/known_as.html", context
