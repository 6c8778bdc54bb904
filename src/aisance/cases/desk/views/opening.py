"""Opening a case by hand, from the page of a customer."""

import re
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
from aisance.customers.public import current, may_see
from aisance.journeys.public import customer_seen
from aisance.surveys.public import WholeResponse, whole_responses
from aisance.ui.blocks import shown_at
from aisance.verbatims.public import take_up

NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)

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

    def __init__(self, data: Any, *, viewer: Viewer, about: WholeResponse | None = None) -> None:
        self.about = about
        super().__init__(data, initial={"stake": 30, **_known_of(about)})
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
            key=f"{BY_HAND}:response:{self.about.response_id}" if self.about else "",
            response_id=self.about.response_id if self.about else None,
        )


def _known_of(about: WholeResponse | None) -> dict[str, Any]:
    """What an answer says already of the case that is opened for it."""
    if about is None:
        return {}
    return {"words": "\n".join(about.words.values()), "reason": about.reason_id or "", "unit": about.unit_id}


def _answer_behind(viewer: Viewer, customer_id: int, number: str) -> WholeResponse | None:
    """The answer for which a case is opened: of this customer, in a unit in which the viewer works on cases."""
    if not NUMBER.fullmatch(number):
        return None
    units = {unit.id for unit in units_in(viewer.scope(WORK))}
    found = [one for one in whole_responses([int(number)]) if one.unit_id in units and one.customer_id is not None]
    people = current([customer_id, *(one.customer_id or 0 for one in found)])
    return next((one for one in found if people.get(one.customer_id or 0) == people.get(customer_id)), None)


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
    about = _answer_behind(request.viewer, customer_id, request.GET.get("response", ""))
    form = OpenForm(request.POST if request.method == "POST" else None, viewer=request.viewer, about=about)
    if request.method == "POST" and form.is_valid():
        opened = cases.open_case(form.draft(customer, request.viewer), by=request.viewer)
        if about:
            take_up(about.response_id, by=request.viewer)
        said = _("A case is open on this already: your words were added.") if opened.joined else _("The case is open.")
        messages.success(request, said)
        found = seen(request.viewer).filter(pk=opened.case_id).first()
        return redirect("case-detail", found.number) if found else redirect("customer-detail", customer_id)
    context = {"form": form, "customer": customer, "name": called(customer)}
    return render(request, "cases/desk/open.html", context, status=422 if form.errors else 200)


@shown_at("contradiction")
def open_for_answer(viewer: Viewer, response_id: int) -> tuple[str, dict[str, Any]] | None:
    """Where words contradict their score: the case of the answer, or the way to one with the answer in it."""
    case = seen(viewer).filter(response_id=response_id).first()
    told = {"case": case, "response_id": response_id}
    if case is not None:
        return "cases/desk/open_for_answer.html", told
    [customer_id] = [one.customer_id for one in whole_responses([response_id])] or [None]
    if customer_id is None or not viewer.holds(WORK) or not may_see(viewer, customer_id):
        return None
    return "cases/desk/open_for_answer.html", {**told, "customer_id": customer_id}


@shown_at("customer-open")
def open_by_hand(viewer: Viewer, customer_id: int) -> tuple[str, dict[str, Any]] | None:
    """The way to a new case, for whoever works on cases."""
    if not viewer.holds(WORK) or not may_see(viewer, customer_id):
        return None
    return "cases/desk/open_link.html", {"customer_id": customer_id}
