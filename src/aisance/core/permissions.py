"""Roles, rights, who is asking, and the declaration that every view makes.

A domain defines its rights in its own `permissions.py` with `define_right`; a role holds a right at a unit and
below. Every view bears `@requires(right)` or, for pages without sign-in, `@open_to_all(why)`; a test walks all URLs
and fails on a bare one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from typing import Any, Literal

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from aisance.core.scope import EVERYTHING, NOTHING, Scope


class Role(StrEnum):
    """What a member of staff does; held at a unit, valid for the units below it."""

    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    ANALYST = "analyst"
    SUPERVISOR = "supervisor"
    ADVISOR = "advisor"
    DATA_PROTECTION = "data_protection"


ROLE_NAMES = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.MANAGER: _("Customer experience manager"),
    Role.ANALYST: _("Analyst"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.ADVISOR: _("Advisor"),
    Role.DATA_PROTECTION: _("Data protection officer"),
}


@dataclass(frozen=True, slots=True)
class Right:
    """One thing somebody may do. `api` says that an API key may hold it as a scope."""

    code: str
    title: Any = field(compare=False)
    roles: frozenset[Role] = field(compare=False)
    api: bool = field(default=False, compare=False)


RIGHTS: dict[str, Right] = {}


def define_right(code: str, title: Any, *, roles: set[Role], api: bool = False) -> Right:
    """Add a right to the vocabulary. `code` is `domain.verb_object`; defining it twice is a mistake."""
    if code in RIGHTS:
        raise ValueError(f"The right {code} is defined twice.")
    RIGHTS[code] = Right(code, title, frozenset(roles), api)
    return RIGHTS[code]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking, what they may do and where, and from which address they ask.

    `grants` maps the code of a right to the scope in which it is held. `address` is an IP address or a word such as
    "command line"; it goes to the audit trail.
    """

    kind: Literal["person", "api_key", "system", "nobody"]
    name: str
    person_id: int | None = None
    key_id: int | None = None
    address: str = ""
    grants: Mapping[str, Scope] = field(default_factory=dict)

    def holds(self, right: Right) -> bool:
        """Whether the right is held anywhere at all."""
        return self.kind == "system" or bool(self.grants.get(right.code, NOTHING).paths)

    def scope(self, right: Right) -> Scope:
        """Where the right is held; empty where it is not."""
        return EVERYTHING if self.kind == "system" else self.grants.get(right.code, NOTHING)


NOBODY = Viewer(kind="nobody", name="")


def system_viewer(name: str) -> Viewer:
    """The product itself at work (a command, the worker): sees everything, named in the audit trail."""
    return Viewer(kind="system", name=name, address=name)


class ViewerRequest(HttpRequest):
    """A request after the accounts middleware: it knows who is asking."""

    viewer: Viewer


type View = Callable[..., HttpResponseBase]


def kept_nowhere(response: HttpResponseBase) -> HttpResponseBase:
    """The response with the word that nobody may keep a copy: no proxy, and no browser that others use afterwards."""
    if "Cache-Control" not in response.headers:
        patch_cache_control(response, private=True, no_store=True)
    return response


def requires(right: Right) -> Callable[[View], View]:
    """Declare the right that a page needs. Nobody: to the sign-in page; without the right: 403."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.viewer.kind == "nobody":
                return redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}")
            if not request.viewer.holds(right):
                raise PermissionDenied(right.code)
            return kept_nowhere(view(request, *args, **kwargs))

        guarded.required_right = right  # type: ignore[attr-defined]  # read by the test that walks all URLs
        return guarded

    return declare


def open_to_all(why: str) -> Callable[[View], View]:
    """Declare that a page needs no sign-in, and say why."""

    def declare(view: View) -> View:
        view.open_to_all = why  # type: ignore[attr-defined]  # read by the test that walks all URLs
        return view

    return declare
