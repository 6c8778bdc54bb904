"""The rights of outreach."""

from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Role, define_right

VIEW_MESSAGES = define_right(
    "outreach.view_messages",
    _("See outgoing messages"),
    roles={Role.ADMINISTRATOR, Role.MANAGER, Role.DATA_PROTECTION},
)
RETRY_MESSAGES = define_right(
    "outreach.retry_messages",
    _("Send a failed message again"),
    roles={Role.ADMINISTRATOR, Role.MANAGER},
)
