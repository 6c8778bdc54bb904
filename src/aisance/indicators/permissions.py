"""The rights of indicators."""

from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Role, define_right

VIEW = define_right("indicators.view", _("See the figures"), roles=set(Role), api=True)
DEFINE = define_right(
    "indicators.define", _("Define indicators, weightings and moments"), roles={Role.MANAGER, Role.ANALYST}
)
