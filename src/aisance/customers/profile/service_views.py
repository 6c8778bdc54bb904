"""The customer's pages of services in exchange: behind a signed address, without sign-in and without script."""

from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from aisance.core.permissions import View
from aisance.core.translated import translated
from aisance.customers.profile.asking import WrongValueError
from aisance.customers.profile.contracts import ServiceCard
from aisance.customers.profile.customer_page import Page, by_customer, customer_page, said
from aisance.customers.profile.exchange import (
    choose_service,
    chosen_services,
    decline_service,
    end_service,
    service_of,
    services,
)
from aisance.customers.profile.forms import value_field
from aisance.customers.profile.queries import people_rows
from aisance.customers.profile.tokens import customer_of_services
from aisance.customers.profile.wording import service_notice

WHY = "A customer chooses services by a signed link."


def by_services_link(page: Page) -> View:
    """See first whose link it is; a link that is not ours leads nowhere."""

    @customer_page(WHY)
    @wraps(page)
    def opened(request: HttpRequest, signed: str, **kwargs: Any) -> HttpResponse:
        customer_id = customer_of_services(signed)
        if customer_id is None:
            return said(request, "unknown", 404)
        return page(request, signed, customer_id, **kwargs)

    return opened


class ChoosingForm(forms.Form):
    """What a service needs, those that it cannot do without first; each with what it is for."""

    def __init__(self, data: Any = None, *, card: ServiceCard) -> None:
        super().__init__(data)
        for need in card.needs:
            field = value_field(need, required=need.is_mandatory)
            field.help_text = service_notice(need)
            field.widget.attrs["class"] = "line-field"
            self.fields[need.code] = field


@by_services_link
def services_page(request: HttpRequest, signed: str, customer_id: int) -> HttpResponse:
    """The services that there are, and which of them the customer has chosen."""
    chosen = chosen_services(people_rows(customer_id))
    every = services()
    cards = [_shown(card, card.code in chosen) for card in every if card.needs or card.code in chosen]
    context = {"signed": signed, "cards": cards, "customer_id": customer_id}
    return render(request, "customers/profile/services.html", context)


def _shown(card: ServiceCard, is_chosen: bool) -> dict[str, Any]:
    return {"code": card.code, "name": translated(card.name), "offer": translated(card.offer), "is_chosen": is_chosen}


@by_services_link
def service_page(request: HttpRequest, signed: str, customer_id: int, code: str) -> HttpResponse:
    """One service: what it needs and why; choose it, leave it, or end it."""
    card = service_of(code)
    if card is None:
        return said(request, "unknown", 404)
    form = ChoosingForm(request.POST if request.method == "POST" else None, card=card)
    if request.method == "POST" and _done(request, customer_id, card, form):
        return redirect("services", signed)
    is_chosen = code in chosen_services(people_rows(customer_id))
    context = {"signed": signed, "form": form, **_shown(card, is_chosen)}
    return render(request, "customers/profile/service.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, customer_id: int, card: ServiceCard, form: ChoosingForm) -> bool:
    by = by_customer(request)
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
