"""The voice webhook: a platform fetches a document, does what it says, and posts what the caller gave."""

import hmac
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from aisance.accounts.public import client_network
from aisance.core.grouped import BusyError
from aisance.core.limits import Limit
from aisance.core.permissions import open_to_all
from aisance.surveys.gateways.ivr.contracts import Call, Heard, Turn
from aisance.surveys.gateways.ivr.documents import twiml, vxml
from aisance.surveys.gateways.ivr.services import begin, hear
from aisance.surveys.gateways.ivr.signing import code_of, twilio_signature

WHY_OPEN = "A voice platform fetches the questions here by an address that we signed, and shows its own signature."
WRONG_ADDRESSES = Limit(amount=60, seconds=60)
LONGEST_CALL = 100

FORMS: dict[str, tuple[str, Callable[[Turn, str], bytes]]] = {
    "twiml": ("text/xml; charset=utf-8", twiml),
    "vxml": ("application/voicexml+xml; charset=utf-8", vxml),
}


@open_to_all(WHY_OPEN)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def voice(request: HttpRequest, signed: str, form: str) -> HttpResponse:
    """One turn of a call. GET hands out the first question and stores nothing."""
    code = code_of(signed, form)
    if code is None or form not in FORMS:
        wait = WRONG_ADDRESSES.knock(client_network(request))
        return HttpResponse(status=429 if wait else 404)
    if form == "twiml" and not _is_from_twilio(request):
        return HttpResponse(status=403)
    said = {**request.GET.dict(), **request.POST.dict()}
    call = Call(code, said.get("CallSid") or said.get("call", ""), said.get("lang", ""))
    if not 0 < len(call.name) <= LONGEST_CALL:
        return HttpResponse("call: the name of the call is missing.", status=400, content_type="text/plain")
    try:
        heard = _heard(request, call, said)
        turn = hear(call, heard) if heard else begin(call)
    except ValueError:
        return HttpResponse(status=400)
    except BusyError as problem:
        return HttpResponse(status=503, headers={"Retry-After": str(problem.retry_seconds)})
    return _document(request, call, turn, form) if turn else HttpResponse(status=404)


def _heard(request: HttpRequest, call: Call, said: dict[str, str]) -> Heard | None:
    """What the caller gave; null where nothing was asked yet. Raises ValueError where a number is none."""
    if request.method != "POST" or "number" not in request.GET:
        return None
    version_id, number, tries = (int(request.GET.get(name, "0")[:18]) for name in ("version", "number", "tries"))
    recording = said.get("RecordingUrl") or said.get("recording", "")
    if not recording and float(said.get("milliseconds") or 0) > 0:
        # VoiceXML keeps the sound on its platform, which finds it by the call and the question.
        recording = f"{call.name}/{number}"
    digits = said.get("Digits") or said.get("digits", "")
    return Heard(version_id, number, digits, recording, tries)


def _is_from_twilio(request: HttpRequest) -> bool:
    """Whether the signature fits, where a token is set; without one the signed address has to do."""
    token = settings.ENVIRONMENT.voice_secret
    if not token:
        return True
    address = settings.ENVIRONMENT.base_url + request.get_full_path()
    wanted = twilio_signature(token, address, request.POST.dict())
    return hmac.compare_digest(wanted.encode(), request.headers.get("X-Twilio-Signature", "").encode())


def _document(request: HttpRequest, call: Call, turn: Turn, form: str) -> HttpResponse:
    content_type, write = FORMS[form]
    response = HttpResponse(write(turn, _address(request, call, turn)), content_type=content_type)
    response["Cache-Control"] = "no-store"
    return response


def _address(request: HttpRequest, call: Call, turn: Turn) -> str:
    """Where the answer to this turn goes: all that we know of the call stands in it."""
    match: Any = request.resolver_match
    names = {"version": turn.version_id, "number": turn.number, "tries": turn.tries, "call": call.name}
    query = urlencode({**names, "lang": turn.language})
    return f"{settings.ENVIRONMENT.base_url}{reverse('voice', kwargs=match.kwargs)}?{query}"
