"""How sign-in behaves here: nobody signs up, everything is audited, mail speaks one's language."""

import logging
import math
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from aisance.accounts.models import Person
from aisance.accounts.queries import client_address, viewer_of_person
from aisance.accounts.services import note_sign_in
from aisance.core.permissions import Viewer

log = logging.getLogger(__name__)


def stranger(request: HttpRequest) -> Viewer:
    """Somebody who has not proved who they are, as a viewer for the audit trail."""
    return Viewer(kind="nobody", name="", address=client_address(request))


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """The rules of the house for allauth."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This address and this password do not go together."),
        "account_inactive": _("This account is closed. Ask an administrator."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: an administrator adds people."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse after too many failures, even with the right password, and say for how long."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note_sign_in("sign_in.locked_out", person=_named(credentials), by=stranger(request))
            raise locked_out(self._seconds_locked(request, credentials)) from None

    def _seconds_locked(self, request: HttpRequest, credentials: dict[str, Any]) -> float:
        key = self._get_login_attempts_cache_key(request, **credentials)
        return seconds_until_open(request, key)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_sign_in("sign_in.failed", person=_named(credentials), by=stranger(request))

    def post_login(self, request: HttpRequest, user: Person, **more: Any) -> HttpResponse:
        note_sign_in("sign_in.done", person=user, by=viewer_of_person(user, client_address(request)))
        response: HttpResponse = super().post_login(request, user, **more)
        return response

    def logout(self, request: HttpRequest) -> None:
        person = request.user
        if isinstance(person, Person):
            note_sign_in("sign_out.done", person=person, by=viewer_of_person(person, client_address(request)))
        super().logout(request)

    def set_password(self, user: Person, password: str) -> None:
        """Called for a change as for a reset. Whoever could read the mail may sign in again at once."""
        super().set_password(user, password)
        note_sign_in("password.changed", person=user, by=viewer_of_person(user, client_address(self.request)))
        self._delete_login_attempts_cached_email(self.request, email=user.email)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Under the configured address, whatever host name the request claims."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + path.replace("UID-KEY", key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("own-settings")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the person who reads it, not of the browser that asked.

        One that does not leave is logged and no more: an error would tell a stranger whose address is known here.
        """
        person = Person.objects.filter(email=email.lower()).first()
        with translation.override(person.language if person else settings.LANGUAGE_CODE):
            try:
                super().send_mail(template_prefix, email, {"person": person, "base_url": settings.BASE_URL, **context})
            except Exception:  # each provider has its own kinds
                log.exception("A mail of the entrance did not leave.")


def _named(credentials: dict[str, Any]) -> Person | None:
    """The person whose address was given, if there is one."""
    return Person.objects.filter(email=str(credentials.get("email", "")).lower()).first()


def seconds_until_open(request: HttpRequest, key: str) -> float:
    """How long sign-in stays locked for this address and this account. Reads allauth's own counters."""
    waits = [0.0]
    for rate in ratelimit.get_rates(app="allauth.account", action="login_failed"):
        name = ratelimit.get_cache_key(request, app="allauth.account", action="login_failed", rate=rate, key=key)
        history = cache.get(name, [])
        if len(history) >= rate.amount:
            waits.append(history[rate.amount - 1] + rate.duration - time.time())
    return max(waits)


def locked_out(seconds: float) -> ValidationError:
    minutes = max(1, math.ceil(seconds / 60))
    words = ngettext(
        "Too many failed attempts. Sign-in is locked for %(minutes)d minute.",
        "Too many failed attempts. Sign-in is locked for %(minutes)d minutes.",
        minutes,
    )
    return ValidationError(words % {"minutes": minutes}, code="too_many_login_attempts")
