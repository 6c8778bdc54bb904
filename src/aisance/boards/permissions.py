"""The rights of boards."""

from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Role, define_right

VIEW = define_right("boards.view", _("See boards, compare selections and receive the weekly report"), roles=set(Role))
EDIT = define_right(
    "boards.edit",
    _("Build and share boards, and note events on the time line"),
    roles={Role.MANAGER, Role.ANALYST, Role.SUPERVISOR},
)
