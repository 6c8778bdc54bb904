"""Puts who is asking on the request, and speaks their language; asks nothing of customers."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
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


class StaffMiddleware:
    """A session, a person, a viewer and messages around every page but those of answering customers.

    Under `settings.CUSTOMERS_PATHS` nobody is known: such a page can neither read nor leave a session, not even that
    of an advisor who tries a link, and a wave of answers does not pay for what it never uses.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.of_customers = get_response
        of_staff: Any = MessageMiddleware(get_response)  # Django's own say that they might answer later; here none does
        self.of_staff: Any = SessionMiddleware(AuthenticationMiddleware(ViewerMiddleware(of_staff)))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_of_customers = request.path_info.startswith(settings.CUSTOMERS_PATHS)
        response: HttpResponse = (self.of_customers if is_of_customers else self.of_staff)(request)
        return response
