"""What belongs to no domain."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found
from django.views.i18n import set_language

from aisance.accounts.public import remember_language
from aisance.core.permissions import NOBODY, RIGHTS, Viewer, open_to_all


@open_to_all("A load balancer asks whether the product is up; it learns nothing else.")
def health(request: HttpRequest) -> HttpResponse:
    """200 and "ok" when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@open_to_all("Where somebody is led after signing in; it shows nothing itself.")
def start(request: HttpRequest) -> HttpResponseBase:
    """Where the day begins: for advisors, who lead cases and hand none out, the queue; for others the figures."""
    viewer: Viewer = getattr(request, "viewer", NOBODY)
    leads_cases = viewer.holds(RIGHTS["cases.work"]) and not viewer.holds(RIGHTS["cases.assign"])
    return redirect("case-queue" if leads_cases else "first-page")


@open_to_all("The language of the page, also on the sign-in page; kept in a cookie.")
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Remember the language posted as `language` and go back to `next`; a GET changes nothing."""
    if request.method == "POST":
        remember_language(request.viewer, request.POST.get("language", ""))  # type: ignore[attr-defined]
    return set_language(request)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """404: a page for people; under the API the same words as JSON, as every answer of it."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": _("Not found")}, status=404)
    return page_not_found(request, exception)
