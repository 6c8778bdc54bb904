"""How programmes are let in: an API key, or for reading also the session of somebody signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from ninja.decorators import decorate_view
from ninja.security import HttpBearer

from aisance.accounts.queries import client_address, client_network, key_in_force, viewer_of_key
from aisance.accounts.services import note_use_of_key
from aisance.core.limits import Limit
from aisance.core.permissions import NOBODY, Right, Viewer, kept_nowhere

KEY_REQUESTS = Limit(amount=600, seconds=60)
WRONG_KEYS = Limit(amount=30, seconds=60)
SAFE_METHODS = {"GET", "HEAD"}

type Operation = Callable[..., Any]


class RefusalError(Exception):
    """The request stops here, with this status and these words."""

    def __init__(self, status: int, detail: str, wait_seconds: int = 0) -> None:
        super().__init__(detail)
        self.status, self.detail, self.wait_seconds = status, detail, wait_seconds

    def response(self) -> JsonResponse:
        response = JsonResponse({"detail": self.detail}, status=self.status)
        if self.status == 401:
            response["WWW-Authenticate"] = "Bearer"
        if self.wait_seconds:
            response["Retry-After"] = str(self.wait_seconds)
        return response


def viewer_of_api_request(request: HttpRequest) -> Viewer:
    """Who is asking. Raises RefusalError (401 or 429) where that is nobody we know, or somebody too busy."""
    given = request.headers.get("Authorization")
    if given is None:
        return _viewer_of_session(request)
    scheme, _, text = given.partition(" ")
    address = client_address(request)
    key = key_in_force(text) if scheme.lower() == "bearer" else None
    if key is None:
        if wait := WRONG_KEYS.knock(client_network(request)):
            raise RefusalError(429, f"Too many wrong keys. Try again in {wait} seconds.", wait)
        raise RefusalError(401, "This key is not valid.")
    if wait := KEY_REQUESTS.knock(str(key.pk)):
        raise RefusalError(429, f"Too many requests with this key. Try again in {wait} seconds.", wait)
    note_use_of_key(key=key)
    return viewer_of_key(key, address)


def _viewer_of_session(request: HttpRequest) -> Viewer:
    """Somebody signed in may read; writing takes a key, since a session alone would let in forged requests."""
    viewer: Viewer = getattr(request, "viewer", NOBODY)
    if viewer.kind == "nobody" or request.method not in SAFE_METHODS:
        raise RefusalError(401, "Send your API key as `Authorization: Bearer KEY`.")
    return viewer


class ApiKeyAuth(HttpBearer):
    """Tells OpenAPI how to sign in. The check itself is made by `requires_api`, before the request is read."""

    def __call__(self, request: HttpRequest) -> Viewer | None:
        viewer: Viewer = getattr(request, "viewer", NOBODY)
        return None if viewer.kind == "nobody" else viewer

    def authenticate(self, request: HttpRequest, token: str) -> Viewer | None:
        return self(request)


api_key_auth = ApiKeyAuth()


def requires_api(right: Right) -> Callable[[Operation], Operation]:
    """Declare the right that an API operation needs; stands under `@router.get(...)` or `@router.post(...)`.

    Sets `request.viewer`. A missing or wrong key is answered 401, a missing right 403, too many requests 429 with
    `Retry-After`, each as `{"detail": ...}`, before parameters and body are looked at. The session of somebody
    signed in is enough for GET; anything else takes a key.
    """

    def declare(operation: Operation) -> Operation:
        operation.required_right = right  # type: ignore[attr-defined]  # read by the test that walks all URLs
        return decorate_view(_guard(right))(operation)

    return declare


def _guard(right: Right) -> Callable[[Operation], Operation]:
    def guard(run: Operation) -> Operation:
        @wraps(run)
        def guarded(request: HttpRequest, **parameters: Any) -> HttpResponseBase:
            try:
                viewer = viewer_of_api_request(request)
                if not viewer.holds(right):
                    raise RefusalError(403, f"This takes the right {right.code}.")
            except RefusalError as refusal:
                return refusal.response()
            request.viewer = viewer  # type: ignore[attr-defined]
            response: HttpResponseBase = run(request, **parameters)
            return kept_nowhere(response)

        return guarded

    return guard
