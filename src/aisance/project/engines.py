"""What a page says while the engine of the fact store does not answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from aisance.lake.contracts import EngineError

RETRY_SECONDS = "30"


class SilentEngineMiddleware:
    """Turns an engine that cannot be reached into 503, with words for whoever reads; the log has the reason."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """The answer for an EngineError; none for anything else."""
        if not isinstance(problem, EngineError):
            return None
        if request.path.startswith("/api/"):
            words = _("The figures cannot be computed at the moment: the engine does not answer.")
            response: HttpResponse = JsonResponse({"detail": words}, status=503)
        else:
            response = render(request, "project/silent_engine.html", status=503)
        response["Retry-After"] = RETRY_SECONDS
        return response
