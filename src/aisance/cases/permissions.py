"""The rights of cases."""

from django.utils.translation import gettext_lazy as _

from aisance.cases.gestures.permissions import DECIDE as DECIDE_GESTURES
from aisance.cases.gestures.permissions import GRANT as GRANT_GESTURES
from aisance.cases.gestures.permissions import HOLD_BACK as HOLD_GESTURES_BACK
from aisance.cases.gestures.permissions import SET as SET_GESTURES
from aisance.cases.gestures.permissions import VIEW as VIEW_GESTURES
from aisance.core.permissions import Role, define_right

__all__ = [
    "ASSIGN",
    "DECIDE_GESTURES",
    "GRANT_GESTURES",
    "HOLD_GESTURES_BACK",
    "SET_GESTURES",
    "SET_RULES",
    "VIEW",
    "VIEW_GESTURES",
    "WORK",
]

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
SET_TEMPLATES = define_right("cases.set_templates", _("Write reply templates"), roles={Role.MANAGER, Role.SUPERVISOR})
