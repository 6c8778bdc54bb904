"""The rights of improvement."""

from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Role, define_right

READERS = {Role.MANAGER, Role.ANALYST, Role.SUPERVISOR}

VIEW_CAUSES = define_right(
    "improvement.view_causes", _("See what contacts cost and which of them repeat"), roles=READERS, api=True
)
JUDGE_CAUSES = define_right(
    "improvement.judge_causes", _("Judge contact reasons and set the cost of a minute"), roles={Role.MANAGER}
)
VIEW_PLANS = define_right("improvement.view_plans", _("See improvement plans and their effect"), roles=READERS)
LEAD_PLANS = define_right("improvement.lead_plans", _("Write and lead improvement plans"), roles={Role.MANAGER})
REPORT_INNER = define_right(
    "improvement.report_inner",
    _("Say what gets in the way of one’s own work"),
    roles={Role.ADVISOR, Role.SUPERVISOR, Role.MANAGER},
)
ANSWER_INNER = define_right(
    "improvement.answer_inner", _("Answer what colleagues report"), roles={Role.SUPERVISOR, Role.MANAGER}
)
VIEW_PARTNERS = define_right("improvement.view_partners", _("See how partners do"), roles=READERS)
SET_PARTNERS = define_right(
    "improvement.set_partners", _("Set partners, their criteria and measures"), roles={Role.MANAGER}
)
