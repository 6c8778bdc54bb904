"""The rights of cases."""

from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Role, define_right

VIEW = define_right(
    "cases.view",
    _("See cases"),
    roles={Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.ADVISOR, Role.DATA_PROTECTION},
    api=True,
)
WORK = define_right(
    "cases.work",
    _("Open, lead and close cases"),
    roles={Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR},
    api=True,
)
ASSIGN = define_right(
    "cases.assign",
    _("Give cases to people, and say what they know and until when they are away"),
    roles={Role.MANAGER, Role.SUPERVISOR},
)
SET_RULES = define_right("cases.set_rules", _("Set alert rules and working hours"), roles={Role.MANAGER})
