"""Puts who is asking on the request, and speaks their language."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from aisance.accounts.models import Person
from aisance.accounts.queries import viewer_of_request


class ViewerMiddleware:
    """Sets `request.viewer`, read from the session at first use, and the language a signed-in person has chosen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: viewer_of_request(request))  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, Person):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
