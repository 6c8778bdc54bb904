"""The audit trail's codes, in words."""

from django.utils.translation import gettext_lazy as _

ACTION_NAMES = {
    "advisors.added": _("added advisors"),
    "api_key.created": _("made an API key"),
    "api_key.revoked": _("revoked an API key"),
    "password.changed": _("changed their password"),
    "person.added": _("added a person"),
    "person.changed": _("changed a person"),
    "person.deactivated": _("closed an account"),
    "person.invited": _("sent an invitation"),
    "person.reactivated": _("reopened an account"),
    "role.assigned": _("gave a role"),
    "role.withdrawn": _("took a role away"),
    "second_factor.added": _("added a second factor"),
    "second_factor.failed": _("failed the second factor"),
    "second_factor.removed": _("removed a second factor"),
    "second_factor.renewed": _("renewed a second factor"),
    "sign_in.done": _("signed in"),
    "sign_in.failed": _("failed to sign in"),
    "sign_in.locked_out": _("was locked out"),
    "sign_out.done": _("signed out"),
    "unit.added": _("added a unit"),
    "unit.renamed": _("renamed a unit"),
}


def action_name(code: str) -> str:
    """The action in words; the code itself where another domain has given it none."""
    return str(ACTION_NAMES.get(code, code))
