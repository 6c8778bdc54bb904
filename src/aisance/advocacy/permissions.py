"""The rights of advocacy."""

from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Role, define_right

VIEW_PROMOTERS = define_right(
    "advocacy.view_promoters",
    _("See happy customers and their testimonials"),
    roles={Role.MANAGER, Role.SUPERVISOR},
)
ASK = define_right(
    "advocacy.ask",
    _("Ask happy customers for a testimonial"),
    roles={Role.MANAGER, Role.SUPERVISOR},
)
USE_TESTIMONIALS = define_right(
    "advocacy.use_testimonials",
    _("Edit testimonials and say where they are used"),
    roles={Role.MANAGER},
)
SET = define_right("advocacy.set", _("Switch requests by rule and public pages on"), roles={Role.MANAGER})
VIEW_PRAISE = define_right(
    "advocacy.view_praise",
    _("See what customers say of advisors who helped"),
    roles={Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.ADVISOR},
)
VIEW_TEAMS_PRAISE = define_right(
    "advocacy.view_teams_praise",
    _("See the praise of whole teams, and hide some from the wall"),
    roles={Role.MANAGER, Role.SUPERVISOR},
)
VIEW_IDEAS = define_right("advocacy.view_ideas", _("See ideas, give some and vote"), roles=set(Role))
DECIDE_IDEAS = define_right(
    "advocacy.decide_ideas",
    _("Name, merge and answer ideas"),
    roles={Role.MANAGER, Role.SUPERVISOR},
)
VIEW_WIN_BACKS = define_right(
    "advocacy.view_win_backs",
    _("See lost customers asked back, as counts"),
    roles={Role.MANAGER, Role.ANALYST},
)
WIN_BACK = define_right("advocacy.win_back", _("Ask lost customers back"), roles={Role.MANAGER})
