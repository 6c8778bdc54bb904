"""What the pages for customers share: no sign-in, reading records nothing, floods are slowed down."""

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


def by_link(why: str) -> Callable[[Page], View]:
    """Declare a page that whoever has its signed address may open; kept by nobody, told to nobody.

    It takes no CSRF token: a phone that refuses cookies could not send one back, and the address is the authority.
    """

    def declare(page: Page) -> View:
        @open_to_all(why)
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(page)
        def opened(request: HttpRequest, signed: str, **kwargs: Any) -> HttpResponse:
            floods = request.method == "POST" and max(
                LINK_LIMIT.knock(signed[-43:]), ADDRESS_LIMIT.knock(client_network(request))
            )
            with translation.override(translation.get_language()):
                response = said(request, "too-many", 429) if floods else page(request, signed, **kwargs)
                response["Content-Language"] = translation.get_language() or "en"
            response["Cache-Control"] = "no-store"
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return opened

    return declare


def speak(request: HttpRequest, usual: str) -> str:
    """Speak the language chosen on the page, else the customer's, else the browser's."""
    ours = dict(settings.LANGUAGES)
    wanted = (str(request.GET.get("lang", ""))[:2], usual[:2], translation.get_language() or "")
    language = next((code for code in wanted if code in ours), settings.LANGUAGE_CODE)
    translation.activate(language)
    return language


def frame() -> dict[str, Any]:
    """Links to this very place in each language."""
    language = translation.get_language()
    return {"tongues": [{"code": code, "name": name, "current": code == language} for code, name in settings.LANGUAGES]}


def said(request: HttpRequest, what: str, status: int = 200) -> HttpResponse:
    """A page that only says something: unknown, too many."""
    return render(request, "advocacy/public/said.html", {"what": what, **frame()}, status=status)


def by_customer(request: HttpRequest) -> Viewer:
    """The customer behind a signed address, for the trail: by their network, not by name."""
    return Viewer(kind="nobody", name="customer", address=client_network(request))
