"""The rights of customers."""

from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Role, define_right

VIEW_SEGMENTS = define_right(
    "customers.view_segments",
    _("See segments of customers and how large they are"),
    roles={Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.DATA_PROTECTION},
)
EDIT_SEGMENTS = define_right(
    "customers.edit_segments", _("Declare segments of customers"), roles={Role.MANAGER, Role.ANALYST}
)
IMPORT_CUSTOMERS = define_right(
    "customers.import",
    _("Bring customers, purchases and visits in from files, and take them back"),
    roles={Role.MANAGER},
)
READ_BY_API = define_right(
    "customers.read", _("Find and read customers"), roles={Role.MANAGER, Role.DATA_PROTECTION}, api=True
)
WRITE_BY_API = define_right("customers.write", _("Add and complete customers"), roles={Role.MANAGER}, api=True)
RECORD_EVENTS = define_right(
    "customers.record_events", _("Record purchases and visits"), roles={Role.MANAGER}, api=True
)
JUDGE_IDENTITY = define_right(
    "customers.judge_identity",
    _("Judge whether customers are one person"),
    roles={Role.MANAGER, Role.DATA_PROTECTION},
)
VIEW_FIELDS = define_right(
    "customers.view_fields",
    _("See which profile fields there are, and how they are collected"),
    roles={Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.DATA_PROTECTION},
)
EDIT_FIELDS = define_right(
    "customers.edit_fields",
    _("Set profile fields and services in exchange"),
    roles={Role.MANAGER, Role.DATA_PROTECTION},
)
VIEW_PROFILE = define_right(
    "customers.view_profile",
    _("See what customers have told of themselves"),
    roles={Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR, Role.DATA_PROTECTION},
)
RECORD_PROFILE = define_right(
    "customers.record_profile",
    _("Ask customers for profile fields and note the answer"),
    roles={Role.SUPERVISOR, Role.ADVISOR},
)
READ_BOOK = define_right(
    "customers.read_book",
    _("Read the client book"),
    roles={Role.SUPERVISOR, Role.ADVISOR, Role.DATA_PROTECTION},
)
WRITE_BOOK = define_right("customers.write_book", _("Write in the client book"), roles={Role.SUPERVISOR, Role.ADVISOR})
REVIEW_BOOK = define_right(
    "customers.review_book",
    _("Review sensitive notes of the client book"),
    roles={Role.DATA_PROTECTION},
)
