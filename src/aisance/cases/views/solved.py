"""The customer's page: is it solved, yes or no.

What stands in the address is the only authority, so the page takes no CSRF token. Reading records nothing, since mail
scanners follow links; nothing shows who the customer is.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from aisance.accounts.public import client_network
from aisance.cases.models import Case
from aisance.cases.services.closing import customer_says
from aisance.cases.tokens import closing_behind
from aisance.core.limits import Limit
from aisance.core.permissions import open_to_all

LINK_LIMIT = Limit(amount=20, seconds=60)
ADDRESS_LIMIT = Limit(amount=300, seconds=60)
MOST_WORDS = 4000


@open_to_all("A customer says whether their matter is solved by the unguessable signed link of a message.")
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def solved(request: HttpRequest, signed: str) -> HttpResponse:
    """Ask whether a matter is solved, and take the answer once."""
    before = translation.get_language()
    try:
        response = _answered(request, signed)
        response["Content-Language"] = translation.get_language() or "en"
    finally:
        translation.activate(before or settings.LANGUAGE_CODE)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _answered(request: HttpRequest, signed: str) -> HttpResponse:
    link = closing_behind(signed)
    row = Case.objects.filter(pk=link[0]).first() if link else None
    _speak(request, row.language if row else "")
    if link is None or row is None or row.closings < link[1]:
        return _page(request, "unknown", status=404)
    if request.method == "POST":
        if LINK_LIMIT.knock(signed) or ADDRESS_LIMIT.knock(client_network(request)):
            return _page(request, "too-many", status=429)
        return _take(request, row, link[1])
    return _page(request, _state(row, link[1]), number=row.number)


def _state(row: Case, closing: int) -> str:
    """What there is to say: `ask`, or what became of an answer that was given."""
    if row.is_open or row.closings > closing:
        return "going-on"
    if row.solved_says_customer is None:
        return "ask"
    return "solved" if row.solved_says_customer else "going-on"


def _take(request: HttpRequest, row: Case, closing: int) -> HttpResponse:
    said = request.POST.get("solved", "")
    if said not in {"yes", "no"}:
        return _page(request, _state(row, closing), number=row.number, nothing_chosen=True, status=422)
    words = request.POST.get("words", "")[:MOST_WORDS]
    customer_says(row.pk, closing, solved=said == "yes", words=words)
    return redirect(f"{request.path}?lang={translation.get_language()}")


def _speak(request: HttpRequest, usual: str) -> None:
    """Speak the language chosen on the page, else that of the case, else the browser's."""
    ours = dict(settings.LANGUAGES)
    wanted = (str(request.GET.get("lang", ""))[:2], usual[:2], translation.get_language() or "")
    translation.activate(next((code for code in wanted if code in ours), settings.LANGUAGE_CODE))


def _page(request: HttpRequest, state: str, *, status: int = 200, **context: Any) -> HttpResponse:
    language = translation.get_language()
    tongues = [{"code": code, "name": name, "current": code == language} for code, name in settings.LANGUAGES]
    return render(request, "cases/solved.html", {"state": state, "tongues": tongues, **context}, status=status)
