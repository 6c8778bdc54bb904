"""The rights of consent."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from aisance.accounts.public import root_unit
from aisance.consent.rights.permissions import HANDLE_REQUESTS, TAKE_REQUESTS
from aisance.core.permissions import Right, Role, Viewer, define_right

__all__ = ["EDIT_PURPOSES", "HANDLE_REQUESTS", "RECORD", "TAKE_REQUESTS", "VIEW", "VIEW_LEDGER", "require_company"]

VIEW = define_right(
    "consent.view",
    _("See what customers allow, with the proof"),
    roles={Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR, Role.DATA_PROTECTION},
    api=True,
)
VIEW_LEDGER = define_right(
    "consent.view_ledger",
    _("See the whole ledger of consent"),
    roles={Role.MANAGER, Role.DATA_PROTECTION},
)
RECORD = define_right(
    "consent.record",
    _("Write down what customers allow"),
    roles={Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR},
    api=True,
)
EDIT_PURPOSES = define_right(
    "consent.edit_purposes",
    _("Set what customers are contacted for, and what they are told"),
    roles={Role.MANAGER, Role.DATA_PROTECTION},
)


def require_company(viewer: Viewer, right: Right) -> None:
    """Raise PermissionDenied unless the right is held at the company: the ledger belongs to no unit below it."""
    if not viewer.scope(right).covers(root_unit().path):
        raise PermissionDenied(right.code)
