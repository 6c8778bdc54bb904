"""Who may give gestures, decide about them and set what may be given."""

from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Role, define_right

VIEW = define_right(
    "gestures.view",
    _("See which gestures were given, and what came of them"),
    roles={Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.DATA_PROTECTION},
    api=True,
)
GRANT = define_right(
    "gestures.grant",
    _("Give gestures in cases, within one's autonomy and budget"),
    roles={Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR},
    api=True,
)
DECIDE = define_right(
    "gestures.decide",
    _("Answer requests for gestures, take gestures back, look at what is to verify"),
    roles={Role.MANAGER, Role.SUPERVISOR},
    api=True,
)
SET = define_right(
    "gestures.set",
    _("Set the catalogue of gestures, autonomy and budgets"),
    roles={Role.MANAGER},
)
HOLD_BACK = define_right(
    "gestures.hold_back",
    _("Hold gestures back at random, so that their effect is known"),
    roles={Role.MANAGER},
)
