"""What a data-protection officer does with a request: each step is one form of its page."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from aisance.consent.models import Erasure, Request
from aisance.consent.public import withdraw_all
from aisance.consent.rights.forms import CorrectForm, DutyForm, EraseForm, ExtendForm, ProofForm, SettleForm, WhoForm
from aisance.consent.rights.permissions import HANDLE_REQUESTS
from aisance.consent.rights.queries import erasure_of, request_of
from aisance.consent.rights.services import requests as services
from aisance.consent.rights.services.erasing import begin_erasure, carry_on
from aisance.consent.rights.services.handing import hand_over
from aisance.consent.rights.views.requests import request_page
from aisance.core.permissions import Viewer, ViewerRequest, requires
from aisance.customers.public import correct, release, restrict

type Words = Any

WHY_NOT = {
    "unknown": gettext_lazy("This does not stand there."),
    "invalid": gettext_lazy("This is not an address or a number of that kind."),
    "taken": gettext_lazy("Another customer is known by it: say first whether they are one person."),
    "extended": gettext_lazy("The time was extended once already."),
    "late": gettext_lazy("The month is over: it cannot be extended any more."),
}


class NotDoneError(Exception):
    """A step that cannot be taken; says why in words, and at which field."""

    def __init__(self, code: str, field: str | None = None) -> None:
        super().__init__(code)
        self.field = field
        self.words = WHY_NOT[code]


def _who(row: Request, given: dict[str, Any], by: Viewer) -> Words:
    if given["customer"] is None:
        raise NotDoneError("unknown", "known_as")
    services.name_customer(row, given["customer"], by=by)
    return _("The request is about this customer now.")


def _prove(row: Request, given: dict[str, Any], by: Viewer) -> Words:
    services.prove_identity(row, given["proof"], by=by)
    return _("Written down how you know who asks.")


def _extend(row: Request, given: dict[str, Any], by: Viewer) -> Words:
    if not (decision := services.extend(row, given["because"], by=by)):
        raise NotDoneError(decision.reason, "because")  # type: ignore[union-attr]  # what is false is refused
    return _("Two months more; tell the customer within the first month.")


def _correct(row: Request, given: dict[str, Any], by: Viewer) -> Words:
    place = "before"
    decision = correct(
        _customer(row), given["field"], given["before"], given["after"], ground=f"request:{row.pk}", by=by
    )
    if not decision:
        reason = decision.reason  # type: ignore[union-attr]  # what is false is refused
        raise NotDoneError(reason, place if reason == "unknown" else "after")
    return _("Corrected; what the source had said is kept as it was said.")


def _restrict(row: Request, given: dict[str, Any], by: Viewer) -> Words:
    restrict(_customer(row), by=by)
    return _("From now on the data are kept, and used for nothing.")


def _release(row: Request, given: dict[str, Any], by: Viewer) -> Words:
    release(_customer(row), by=by)
    return _("The data may be used again.")


def _object(row: Request, given: dict[str, Any], by: Viewer) -> Words:
    withdraw_all(_customer(row), via=f"request:{row.pk}", by=by)
    return _("No message leaves any more but those of duty and service.")


def _duty(row: Request, given: dict[str, Any], by: Viewer) -> Words:
    _customer(row)
    services.keep_by_duty(row, given["holding"], given["because"], given["until"], by=by)
    return _("An erasure leaves it until that day.")


def _erase(row: Request, given: dict[str, Any], by: Viewer) -> Words:
    if erasure_of(row) is None:
        begun = begin_erasure([_customer(row)], why=Erasure.Why.REQUEST, by=by, request=row)
        carry_on(begun.pk)
    return _("Erased. Former files of the store of figures go within minutes, by themselves.")


def _hand_over(row: Request, given: dict[str, Any], by: Viewer) -> Words:
    _customer(row)
    hand_over(row, by=by)
    return _("The link below opens the answer for a week, by a code that goes to an address that we know.")


def _settle(row: Request, given: dict[str, Any], by: Viewer) -> Words:
    services.settle(row, given["outcome"], by=by)
    return _("Answered.")


def _refuse(row: Request, given: dict[str, Any], by: Viewer) -> Words:
    services.settle(row, given["outcome"], refused=True, by=by)
    return _("Refused, with the reason.")


def _customer(row: Request) -> int:
    """Whom it is about, once it is proved that they ask: before that nothing is done."""
    if row.customer_id is None or not row.proof:
        raise PermissionDenied("Nothing is done before it is known who asks.")
    return row.customer_id


type Step = tuple[type[forms.Form], Callable[[Request, dict[str, Any], Viewer], Words]]

STEPS: dict[str, Step] = {
    "who": (WhoForm, _who),
    "prove": (ProofForm, _prove),
    "extend": (ExtendForm, _extend),
    "correct": (CorrectForm, _correct),
    "restrict": (forms.Form, _restrict),
    "release": (forms.Form, _release),
    "object": (forms.Form, _object),
    "duty": (DutyForm, _duty),
    "erase": (EraseForm, _erase),
    "hand-over": (forms.Form, _hand_over),
    "settle": (SettleForm, _settle),
    "refuse": (SettleForm, _refuse),
}
AFTERWARDS = {"release"}
"""What may still be done with a request that is settled."""


@requires(HANDLE_REQUESTS)
@require_POST
def request_step(request: ViewerRequest, number: int, step: str) -> HttpResponse:
    """Take one step of a request; a refused form comes back with the page."""
    row = request_of(request.viewer, number)
    if step not in STEPS or (row.is_settled and step not in AFTERWARDS):
        raise Http404
    kind, take = STEPS[step]
    form = kind(request.POST, auto_id=f"id_{step}_%s")
    if form.is_valid():
        try:
            messages.success(request, take(row, form.cleaned_data, request.viewer))
            return redirect("request-detail", number=row.pk)
        except NotDoneError as problem:
            form.add_error(problem.field, problem.words)
    return request_page(request, row, {step: form})
