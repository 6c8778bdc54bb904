"""The rights of accounts."""

from django.utils.translation import gettext_lazy as _

from aisance.core.permissions import Role, define_right

EVERYBODY = set(Role)

ADMINISTER = define_right("accounts.administer", _("Manage people, units and API keys"), roles={Role.ADMINISTRATOR})
VIEW_AUDIT = define_right(
    "accounts.view_audit", _("Read the audit trail"), roles={Role.ADMINISTRATOR, Role.DATA_PROTECTION}
)
OWN_SETTINGS = define_right("accounts.own_settings", _("Change one's own settings"), roles=EVERYBODY)
