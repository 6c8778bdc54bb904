"""The page by which a customer fetches the answer to their request: by a code, and for a few minutes."""

from typing import Any

from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from aisance.accounts.public import client_network
from aisance.consent.models import Handover
from aisance.consent.rights import dossier as dossiers
from aisance.consent.rights.services.handing import handover_at, open_with, send_code
from aisance.consent.rights.views.requests import FILES, attached
from aisance.core.limits import Limit
from aisance.core.permissions import kept_nowhere, open_to_all

ADDRESS_LIMIT = Limit(amount=30, seconds=60)
MINUTES_OPEN = 20
WHY = "A customer fetches their data by an unguessable link and a code sent to an address that we know."
REFUSED = {
    "enough": _("Enough codes were sent. Ask us for another link."),
    "no_address": _("We know no address to send a code to. Ask us for the answer by letter."),
    "wrong": _("This is not the code that was sent, or it is too old."),
    "busy": _("Please wait a minute, then try again."),
}


@open_to_all(WHY)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask for a code, and give it. Reading sends nothing: mail scanners follow links."""
    found = handover_at(token)
    if found is None:
        return _page(request, None, {}, 404)
    with translation.override(found.request.language):
        if request.method != "POST":
            return _page(request, found, {})
        if ADDRESS_LIMIT.knock(client_network(request)):
            return _page(request, found, {"problem": REFUSED["busy"]}, 429)
        return _opened_by_code(request, found) if "code" in request.POST else _send(request, found)


def _send(request: HttpRequest, found: Handover) -> HttpResponseBase:
    decision = send_code(found)
    if not decision:
        return _page(request, found, {"problem": REFUSED[decision.reason]}, 422)  # type: ignore[union-attr]  # refused
    return redirect(request.path)


def _opened_by_code(request: HttpRequest, found: Handover) -> HttpResponseBase:
    if not open_with(found, request.POST["code"][:20]):
        return _page(request, found, {"problem": REFUSED["wrong"]}, 422)
    return redirect("handover-opened", token=found.token, ticket=_signer().sign(found.token).partition(":")[2])


def _page(request: HttpRequest, found: Handover | None, context: dict[str, Any], status: int = 200) -> HttpResponse:
    kind = found.address_kind if found and found.code_digest else ""
    response = render(request, "consent/rights/handover.html", {"found": found, "kind": kind, **context}, status=status)
    return _discreet(response)


def _discreet(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    kept_nowhere(response)
    return response


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="consent.handover", sep=":")


@open_to_all(WHY)
@require_GET
def opened(request: HttpRequest, token: str, ticket: str) -> HttpResponse:
    """Everything that is held, for some minutes after the code."""
    found = handover_at(token)
    try:
        _signer().unsign(f"{token}:{ticket}", max_age=MINUTES_OPEN * 60)
    except BadSignature:
        raise Http404 from None
    if found is None or found.request.customer_id is None:
        raise Http404
    with translation.override(found.request.language):
        chapters = dossiers.dossier(found.request.customer_id)
        form = request.GET.get("format", "")
        if form in FILES:
            return _discreet(attached(chapters, form, found.request_id))
        shown = [(chapter, dossiers.about(chapter)) for chapter in chapters]
        context = {"chapters": shown, "minutes": MINUTES_OPEN}
        return _discreet(render(request, "consent/rights/opened.html", context))
