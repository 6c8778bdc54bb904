"""What the customers' own pages share: a signed address is the only authority, reading records nothing.

Mail scanners follow links. The pages take no CSRF token, as those of questionnaires: a phone that refuses cookies could
not send one back, and whoever knows the address may answer anyway.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from aisance.accounts.public import client_network
from aisance.core.limits import Limit
from aisance.core.permissions import View, Viewer, open_to_all

LINK_LIMIT = Limit(amount=30, seconds=60)
ADDRESS_LIMIT = Limit(amount=300, seconds=60)

type Page = Callable[..., HttpResponse]


def customer_page(why: str) -> Callable[[Page], View]:
    """Declare a page that whoever has its signed address may open; kept by nobody, told to nobody."""

    def declare(page: Page) -> View:
        @open_to_all(why)
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(page)
        def opened(request: HttpRequest, signed: str, **kwargs: Any) -> HttpResponse:
            with translation.override(_language(request)):
                response = _answered(page, request, signed, kwargs)
            response["Cache-Control"] = "no-store"
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return opened

    return declare


def _language(request: HttpRequest) -> str:
    """The language that the address asks for, else the browser's."""
    wanted = request.GET.get("lang", "")
    return wanted if wanted in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE


def _answered(page: Page, request: HttpRequest, signed: str, kwargs: dict[str, Any]) -> HttpResponse:
    wait = _wait_seconds(request, signed)
    if not wait:
        return page(request, signed, **kwargs)
    response = said(request, "too-many", 429)
    response["Retry-After"] = str(wait)
    return response


def _wait_seconds(request: HttpRequest, signed: str) -> int:
    if request.method != "POST":
        return 0
    return max(LINK_LIMIT.knock(signed[-43:]), ADDRESS_LIMIT.knock(client_network(request)))


def said(request: HttpRequest, what: str, status: int = 200) -> HttpResponse:
    """A page that only says something: thanks, unknown, too many."""
    return render(request, "customers/profile/services_said.html", {"what": what}, status=status)


def by_customer(request: HttpRequest) -> Viewer:
    """The customer behind a signed address, for the trail: by their network, not by name."""
    return Viewer(kind="nobody", name="customer", address=client_network(request))
