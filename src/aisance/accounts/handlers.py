"""What the second factor does leaves a line in the audit trail.

allauth tells of it by Django signals only; this is the one place where the house listens to any.
"""

from typing import Any

from allauth.mfa import signals
from django.dispatch import receiver
from django.http import HttpRequest

from aisance.accounts.models import Person
from aisance.accounts.queries import client_address, viewer_of_person
from aisance.accounts.services import note_sign_in


def _note(action: str, request: HttpRequest, user: Person, authenticator: Any) -> None:
    by = viewer_of_person(user, client_address(request))
    note_sign_in(action, person=user, by=by, changes={"kind": str(authenticator.type)} if authenticator else None)


@receiver(signals.authenticator_added)
def note_added(request: HttpRequest, user: Person, authenticator: Any, **_more: Any) -> None:
    _note("second_factor.added", request, user, authenticator)


@receiver(signals.authenticator_removed)
def note_removed(request: HttpRequest, user: Person, authenticator: Any, **_more: Any) -> None:
    _note("second_factor.removed", request, user, authenticator)


@receiver(signals.authenticator_reset)
def note_renewed(request: HttpRequest, user: Person, authenticator: Any, **_more: Any) -> None:
    _note("second_factor.renewed", request, user, authenticator)


@receiver(signals.authentication_failed)
def note_failed(request: HttpRequest, user: Person, authenticator: Any = None, **_more: Any) -> None:
    _note("second_factor.failed", request, user, authenticator)
