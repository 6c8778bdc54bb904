"""What the widget's script asks us, and who may show a link's questions within their own page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from aisance.accounts.public import client_network
from aisance.core.permissions import View, open_to_all
from aisance.surveys.gateways.widget.services import may_ask
from aisance.surveys.models import OpenLink
from aisance.surveys.views.customer_pages import ADDRESS_LIMIT

WHY_OPEN = "The widget of a company's web site asks whether it may ask; it learns yes or no and nothing else."


@open_to_all(WHY_OPEN)
@csrf_exempt
@require_POST
def widget_ask(request: HttpRequest, code: str) -> HttpResponse:
    """Whether the widget may open: yes or no, readable by scripts of the link's own web sites only."""
    wait = ADDRESS_LIMIT.knock(client_network(request))
    if wait:
        return HttpResponse(status=429, headers={"Retry-After": str(wait)})
    link = _widget(code)
    origin = request.headers.get("Origin", "")
    if link is None or origin not in link.origins:
        return HttpResponse(status=404)
    asked = may_ask(link=link, reference=request.POST.get("customer", "")[:400])
    response = JsonResponse({"ask": asked})
    response["Access-Control-Allow-Origin"] = origin
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Origin"])
    return response


def _widget(code: str) -> OpenLink | None:
    return OpenLink.objects.filter(code=code, use=OpenLink.Use.WIDGET).select_related("programme").first()


def framed(view: View) -> View:
    """Let the pages of a widget's link be shown within the web sites that it names; any other page in none."""

    @wraps(view)
    def opened(request: HttpRequest, code: str, **kwargs: Any) -> Any:
        response: Any = view(request, code=code, **kwargs)
        link = _widget(code) if response.status_code not in {301, 302} else None
        if link is not None and link.origins:
            response._csp_config = {**settings.SECURE_CSP, "frame-ancestors": link.origins}
            response.xframe_options_exempt = True
        return response

    found: Callable[..., Any] = opened
    return found
