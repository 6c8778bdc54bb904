"""The only writers of accounts."""

from aisance.accounts.services.keys import create_api_key, note_use_of_key, revoke_api_key
from aisance.accounts.services.organisation import add_unit, ensure_advisors
from aisance.accounts.services.people import add_person, assign_role

__all__ = [
    "add_person",
    "add_unit",
    "assign_role",
    "create_api_key",
    "ensure_advisors",
    "note_use_of_key",
    "revoke_api_key",
]
