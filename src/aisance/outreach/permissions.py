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
VIEW_PRESSURE = define_right(
    "outreach.view_pressure",
    _("See why customers are asked or not"),
    roles={Role.ADMINISTRATOR, Role.MANAGER, Role.ANALYST, Role.DATA_PROTECTION},
)
EDIT_PRESSURE = define_right(
    "outreach.edit_pressure",
    _("Set the rules of contact pressure"),
    roles={Role.MANAGER},
)
RECORD_HOLDS = define_right(
    "outreach.record_holds",
    _("Put customers on hold"),
    roles={Role.ADMINISTRATOR, Role.MANAGER},
    api=True,
)
