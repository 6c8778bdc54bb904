"""Who may take in and answer requests of customers about their data."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from aisance.accounts.public import root_unit
from aisance.core.permissions import Role, Viewer, define_right

HANDLE_REQUESTS = define_right(
    "consent.handle_requests",
    _("Answer customers who ask about their data, and set how long it is kept"),
    roles={Role.DATA_PROTECTION},
)
TAKE_REQUESTS = define_right(
    "consent.take_requests",
    _("Take in what customers ask about their data"),
    roles={Role.DATA_PROTECTION, Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR},
)


def handles_requests(viewer: Viewer) -> None:
    """Raise PermissionDenied unless the right is held at the company: what is known of a customer is in all units."""
    if not viewer.scope(HANDLE_REQUESTS).covers(root_unit().path):
        raise PermissionDenied(HANDLE_REQUESTS.code)
