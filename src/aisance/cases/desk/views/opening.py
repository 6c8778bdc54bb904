"""Opening a case by hand, from the page of a customer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from aisance.accounts.public import units_in
from aisance.cases import public as cases
from aisance.cases.contracts import BY_HAND, NewCase, StakePart
from aisance.cases.desk.forms import causes, offer, words_field
from aisance.cases.desk.queue import called, seen
from aisance.cases.permissions import WORK
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.customers.contracts import CustomerCard
from aisance.customers.public import may_see
from aisance.journeys.public import customer_seen
from aisance.ui.blocks import shown_at

STAKES = (
    (10, gettext_lazy("Little: a question, nothing is lost")),
    (30, gettext_lazy("Something: they are displeased")),
    (60, gettext_lazy("Much: they may leave")),
)


class OpenForm(forms.Form):
    """What it is about, where it belongs, and what is at stake."""

    words = words_field(pgettext_lazy("case", "What happened"), rows=4)
    reason = forms.ChoiceField(label=gettext_lazy("Contact reason"), required=False)
    stake = forms.TypedChoiceField(label=gettext_lazy("At stake"), choices=STAKES, coerce=int, widget=forms.RadioSelect)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    mine = forms.BooleanField(label=gettext_lazy("I lead it myself"), required=False, initial=True)

    def __init__(self, data: Any, *, viewer: Viewer) -> None:
        super().__init__(data, initial={"stake": 30})
        units = units_in(viewer.scope(WORK))
        floor = min((unit.depth for unit in units), default=0)
        offer(self, "unit", [(str(one.id), "\u2003" * (one.depth - floor) + one.name) for one in units])
        offer(self, "reason", [("", _("None of these")), *causes()])

    def draft(self, customer: CustomerCard, by: Viewer) -> NewCase:
        """The case of a valid form."""
        given = self.cleaned_data
        reason = int(given["reason"]) if given["reason"] else None
        return NewCase(
            customer_id=customer.id,
            matter=f"reason:{reason}" if reason else BY_HAND,
            source=BY_HAND,
            words=given["words"].strip(),
            unit_id=int(given["unit"]),
            stake_parts=(StakePart(BY_HAND, given["stake"], {"name": _in_both(given["stake"])}),),
            reason_id=reason,
            language=customer.language,
            owner_id=by.person_id if given["mine"] else None,
        )


def _in_both(stake: int) -> dict[str, str]:
    """What somebody judged, in the languages of the pages: it is stored, and read by others."""
    words = {
        10: {"en": "Judged by hand: little", "fr": "Estimé à la main : faible"},
        30: {"en": "Judged by hand: they are displeased", "fr": "Estimé à la main : client mécontent"},
        60: {"en": "Judged by hand: they may leave", "fr": "Estimé à la main : risque de départ"},
    }
    return words[stake]


@requires(WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def case_open(request: ViewerRequest, customer_id: int) -> HttpResponse:
    """Open a case for a customer, or add the words to the one that is open on the same matter."""
    customer = customer_seen(request.viewer, customer_id)
    if customer is None:
        raise Http404
    form = OpenForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        opened = cases.open_case(form.draft(customer, request.viewer), by=request.viewer)
        said = _("A case is open on this already: your words were added.") if opened.joined else _("The case is open.")
        messages.success(request, said)
        found = seen(request.viewer).filter(pk=opened.case_id).first()
        return redirect("case-detail", found.number) if found else redirect("customer-detail", customer_id)
    context = {"form": form, "customer": customer, "name": called(customer)}
    return render(request, "cases/desk/open.html", context, status=422 if form.errors else 200)


@shown_at("customer-open")
def open_by_hand(viewer: Viewer, customer_id: int) -> tuple[str, dict[str, Any]] | None:
    """The way to a new case, for whoever works on cases."""
    if not viewer.holds(WORK) or not may_see(viewer, customer_id):
        return None
    return "cases/desk/open_link.html", {"customer_id": customer_id}
