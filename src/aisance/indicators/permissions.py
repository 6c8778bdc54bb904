"""The rights of indicators."""

from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Role, define_right

VIEW = define_right("indicators.view", _("See the figures"), roles=set(Role), api=True)
DEFINE = define_right(
    "indicators.define", _("Define indicators, weightings and moments"), roles={Role.MANAGER, Role.ANALYST}
)
VIEW_ASKED = define_right(
    "indicators.view_asked",
    _("See by unit and advisor who was asked, who was not and why"),
    roles={Role.ADMINISTRATOR, Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.DATA_PROTECTION},
    api=True,
)
MARK_BONUS = define_right(
    "indicators.mark_bonus", _("Say where bonuses depend on a score"), roles={Role.MANAGER, Role.DATA_PROTECTION}
)
