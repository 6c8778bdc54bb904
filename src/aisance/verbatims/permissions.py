"""The rights of verbatims."""

from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Role, define_right

VIEW_WORDS = define_right(
    "verbatims.view",
    _("See what customers write about, and read their words without names"),
    roles={Role.MANAGER, Role.ANALYST, Role.SUPERVISOR},
)

CORRECT_WORDS = define_right(
    "verbatims.correct",
    _("Put right what the product read in customers’ words"),
    roles={Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.ADVISOR},
)
EDIT_BOOK = define_right(
    "verbatims.edit_book",
    _("Edit the code book, and decide which reading is in force"),
    roles={Role.MANAGER, Role.ANALYST},
)
