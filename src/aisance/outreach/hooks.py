"""Where gateways and providers report to: words of customers, receipts, bounces and complaints.

A secret that only they and we know stands before each; without one in the settings they are closed.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from functools import wraps
from typing import Any, Protocol

from anymail.exceptions import AnymailWebhookValidationFailure
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from aisance.accounts.public import client_network
from aisance.core.credentials import is_signed, shows_secret
from aisance.core.limits import Limit
from aisance.core.permissions import View, open_to_all
from aisance.outreach.channels.email.webhooks import provider_in_force, tracking_view
from aisance.outreach.channels.sms.heard import HeardReceipt, HeardText
from aisance.outreach.channels.sms.settings import sms_settings
from aisance.outreach.services.hearing import take_receipt, take_text

WHY_OPEN = "A gateway reports here; it shows the secret that it was given."
BODY_LIMIT = 100_000
MAIL_BODY_LIMIT = 2_000_000
"""Providers gather many reports into one."""
WRONG_SECRETS = Limit(amount=20, seconds=60)
"""Nobody on a network that showed so many wrong ones is heard until the minute is over, not even with the right one."""

HEARD = {"from": "from", "to": "to", "text": "text", "id": "id"}
RECEIPT = {"id": "id", "status": "status", "to": "to"}
ARRIVED = {"delivered", "delivrd", "1"}
LOST = {"undelivered", "undeliverable", "undeliv", "failed", "expired", "rejected", "rejectd", "deleted", "2", "16"}


class Report(Protocol):
    """What is done with the fields that a gateway sent; `vouched` says that the secret itself came along."""

    __name__: str

    def __call__(self, fields: Mapping[str, Any], *, vouched: bool) -> HttpResponse: ...


def by_gateway(report: Report) -> View:
    """Let in a gateway that shows the secret, and hand on the fields that it sent, in whatever form."""

    @open_to_all(WHY_OPEN)
    @csrf_exempt
    @require_http_methods(["GET", "POST"])
    @wraps(report)
    def opened(request: HttpRequest) -> HttpResponse:
        if waiting := _too_many_wrong(request):
            return waiting
        if len(request.body) > BODY_LIMIT:
            return HttpResponse(status=413)
        secret = sms_settings().secret
        vouched = shows_secret(request, secret)
        if not (vouched or is_signed(request, secret)):
            return _refused(request)
        # A signature vouches for the body alone: what stands in the address may be anybody's.
        fields = _fields(request, body_only=not vouched)
        return HttpResponse(status=400) if fields is None else report(fields, vouched=vouched)

    return opened


def _too_many_wrong(request: HttpRequest) -> HttpResponse | None:
    """The answer to whoever showed too many wrong secrets in this minute; null for all others."""
    wait = WRONG_SECRETS.wait(client_network(request))
    return HttpResponse(status=429, headers={"Retry-After": str(wait)}) if wait else None


def _refused(request: HttpRequest) -> HttpResponse:
    wait = WRONG_SECRETS.knock(client_network(request))
    refused = HttpResponse(status=429 if wait else 401)
    refused["WWW-Authenticate"] = 'Basic realm="aisance"'
    return refused


def _fields(request: HttpRequest, *, body_only: bool) -> Mapping[str, Any] | None:
    """What was sent: in the address, as a form, or as one JSON object; null where it is none."""
    if request.method == "GET":
        return request.GET.dict()
    if request.content_type != "application/json":
        return request.POST.dict() if body_only else {**request.GET.dict(), **request.POST.dict()}
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    return sent if isinstance(sent, dict) else None


@by_gateway
def hear_text(fields: Mapping[str, Any], *, vouched: bool) -> HttpResponse:
    """A customer wrote a text. The same one brought twice is heard once, if the gateway names it.

    One that is only signed must be named: whoever saw it pass could bring it again as a new one.
    """
    names = HEARD | sms_settings().http.heard
    address, words = str(fields.get(names["from"], "")), str(fields.get(names["text"], ""))
    if not address or len(address) > 40:
        return HttpResponse(status=400)
    named = str(fields.get(names["id"], ""))
    if not named and not vouched:
        words = f"{names['id']}: a signed text needs the gateway's own number of it."
        return HttpResponse(words, status=400, content_type="text/plain")
    named = named or secrets.token_hex(16)
    key = "http:" + hashlib.sha256(named.encode("utf-8", "backslashreplace")).hexdigest()[:48]
    take_text(HeardText(key, address, str(fields.get(names["to"], ""))[:40], words))
    return HttpResponse(status=204)


@by_gateway
def hear_receipt(fields: Mapping[str, Any], *, vouched: bool) -> HttpResponse:
    """What became of a text. States on the way are thanked for and forgotten."""
    words = sms_settings().http
    names = RECEIPT | words.receipt
    state = str(fields.get(names["status"], "")).lower()
    name, address = str(fields.get(names["id"], "")), str(fields.get(names["to"], ""))
    arrived, lost = {it.lower() for it in words.arrived} or ARRIVED, {it.lower() for it in words.lost} or LOST
    if state not in arrived | lost:
        return HttpResponse(status=204)
    known = take_receipt(HeardReceipt(name, address, "arrived" if state in arrived else "lost"))
    return HttpResponse(status=204 if known else 404)


@open_to_all(WHY_OPEN)
@csrf_exempt
@require_POST
def hear_mail(request: HttpRequest) -> HttpResponse:
    """The e-mail provider reports: its own view of django-anymail checks the secret and reads the report."""
    view = tracking_view(provider_in_force()) if settings.ANYMAIL.get("WEBHOOK_SECRET") else None
    if view is None:
        return HttpResponse(status=404)
    if waiting := _too_many_wrong(request):
        return waiting
    if len(request.body) > MAIL_BODY_LIMIT:
        return HttpResponse(status=413)
    try:
        response: HttpResponse = import_string(view).as_view()(request)
    except AnymailWebhookValidationFailure:
        return _refused(request)
    return response
