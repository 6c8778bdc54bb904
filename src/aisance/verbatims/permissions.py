"""The rights of verbatims."""

from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Role, define_right

VIEW_WORDS = define_right(
    "verbatims.view",
    _("See what customers write about, and read their words without names"),
    roles={Role.MANAGER, Role.ANALYST, Role.SUPERVISOR},
)
