"""The customer's pages of services in exchange: behind a signed address, without sign-in and without script.

Reading records nothing: mail scanners follow links. What stands in the address is the only authority, so that these
pages take no CSRF token, as those of questionnaires.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from aisance.accounts.public import client_network
from aisance.core.limits import Limit
from aisance.core.permissions import View, Viewer, open_to_all
from aisance.core.translated import translated
from aisance.customers.profile.asking import WrongValueError
from aisance.customers.profile.contracts import ServiceCard
from aisance.customers.profile.exchange import (
    choose_service,
    chosen_services,
    customer_of_link,
    decline_service,
    end_service,
    service_of,
    services,
)
from aisance.customers.profile.forms import value_field
from aisance.customers.profile.queries import people_rows
from aisance.customers.profile.wording import service_notice

LINK_LIMIT = Limit(amount=30, seconds=60)
ADDRESS_LIMIT = Limit(amount=300, seconds=60)
WHY = "A customer chooses services by a signed link."

type Page = Callable[..., HttpResponse]


def _customer_page(page: Page) -> View:
    """Open to whoever has the address; kept by nobody, told to nobody."""

    @open_to_all(WHY)
    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(page)
    def opened(request: HttpRequest, signed: str, **kwargs: Any) -> HttpResponse:
        customer_id = customer_of_link(signed)
        if customer_id is None:
            response = _say(request, "unknown", 404)
        elif wait := _wait_seconds(request, signed):
            response = _say(request, "too-many", 429)
            response["Retry-After"] = str(wait)
        else:
            response = page(request, signed, customer_id, **kwargs)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return opened


def _wait_seconds(request: HttpRequest, signed: str) -> int:
    if request.method != "POST":
        return 0
    return max(LINK_LIMIT.knock(signed), ADDRESS_LIMIT.knock(client_network(request)))


def _say(request: HttpRequest, what: str, status: int) -> HttpResponse:
    return render(request, "customers/profile/services_said.html", {"what": what}, status=status)


def _by(request: HttpRequest) -> Viewer:
    return Viewer(kind="nobody", name="customer", address=client_network(request))


class ChoosingForm(forms.Form):
    """What a service needs, those that it cannot do without first; each with what it is for."""

    def __init__(self, data: Any = None, *, card: ServiceCard) -> None:
        super().__init__(data)
        for need in card.needs:
            field = value_field(need, required=need.is_mandatory)
            field.help_text = service_notice(need)
            field.widget.attrs["class"] = "line-field"
            self.fields[need.code] = field


@_customer_page
def services_page(request: HttpRequest, signed: str, customer_id: int) -> HttpResponse:
    """The services that there are, and which of them the customer has chosen."""
    chosen = chosen_services(people_rows(customer_id))
    every = services()
    cards = [_shown(card, card.code in chosen) for card in every if card.needs or card.code in chosen]
    context = {"signed": signed, "cards": cards, "customer_id": customer_id}
    return render(request, "customers/profile/services.html", context)


def _shown(card: ServiceCard, is_chosen: bool) -> dict[str, Any]:
    return {"code": card.code, "name": translated(card.name), "offer": translated(card.offer), "is_chosen": is_chosen}


@_customer_page
def service_page(request: HttpRequest, signed: str, customer_id: int, code: str) -> HttpResponse:
    """One service: what it needs and why; choose it, leave it, or end it."""
    card = service_of(code)
    if card is None:
        return _say(request, "unknown", 404)
    form = ChoosingForm(request.POST if request.method == "POST" else None, card=card)
    if request.method == "POST" and _done(request, customer_id, card, form):
        return redirect("services", signed)
    is_chosen = code in chosen_services(people_rows(customer_id))
    context = {"signed": signed, "form": form, **_shown(card, is_chosen)}
    return render(request, "customers/profile/service.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, customer_id: int, card: ServiceCard, form: ChoosingForm) -> bool:
    by = _by(request)
    if "end" in request.POST:
        return end_service(customer_id=customer_id, code=card.code, by=by) or True
    if "decline" in request.POST:
        decline_service(customer_id=customer_id, card=card, by=by)
        return True
    if not form.is_valid():
        return False
    try:
        choose_service(customer_id=customer_id, card=card, given=form.cleaned_data, via="link", by=by)
    except WrongValueError as problem:
        form.add_error(problem.code, problem.expected)
        return False
    return True
