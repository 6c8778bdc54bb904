"""The rights of journeys."""

from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Role, define_right

VIEW_CUSTOMERS = define_right(
    "journeys.view_customers",
    _("See customers and their interactions"),
    roles={Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR, Role.DATA_PROTECTION},
)
VIEW_CONTACTS = define_right(
    "journeys.view_contacts",
    _("See single contacts, without the customers"),
    roles={Role.MANAGER, Role.ANALYST, Role.SUPERVISOR, Role.ADVISOR, Role.DATA_PROTECTION},
)
RECORD = define_right(
    "journeys.record_interactions",
    _("Record interactions"),
    roles={Role.MANAGER, Role.SUPERVISOR, Role.ADVISOR},
    api=True,
)
VIEW_JOURNEYS = define_right("journeys.view_journeys", _("See journeys and contact reasons"), roles=set(Role))
NAME_ADVISORS = define_right(
    "journeys.name_advisors", _("Give advisors their names"), roles={Role.ADMINISTRATOR, Role.SUPERVISOR}
)
EDIT_JOURNEYS = define_right("journeys.edit_journeys", _("Edit journeys and contact reasons"), roles={Role.MANAGER})
