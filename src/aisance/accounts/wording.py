"""The audit trail's codes, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

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


OBJECT_NAMES = {"person": _("person"), "unit": _("unit"), "api_key": _("API key"), "advisor": _("advisor")}


def object_name(kind: str, name: str) -> str:
    """What was changed, as in "unit Lille"; `name` is its name where it is known, else its number."""
    return f"{OBJECT_NAMES.get(kind, kind)} {name}".strip()


def change_lines(changes: Mapping[str, Any]) -> Iterator[str]:
    """One line for each change: "name: Lille → Lille A" for an edit, "role: analyst" for anything else."""
    for field, value in changes.items():
        if isinstance(value, list) and len(value) == 2 and field != "scopes":
            yield f"{field}: {value[0]} → {value[1]}"
        elif isinstance(value, list):
            yield f"{field}: {', '.join(map(str, value))}"
        else:
            yield f"{field}: {value}"
