"""The only writers of accounts."""

from aisance.accounts.services.exporting import note_keys_taken, note_people_taken, note_trail_taken
from aisance.accounts.services.invitations import invite_person
from aisance.accounts.services.keys import create_api_key, note_use_of_key, revoke_api_key
from aisance.accounts.services.organisation import add_unit, ensure_advisors, name_advisors, rename_unit
from aisance.accounts.services.people import (
    LAST_ADMINISTRATOR,
    ONESELF,
    add_person,
    assign_role,
    change_person,
    create_administrator,
    deactivate_person,
    reactivate_person,
    remember_language,
    withdraw_role,
)
from aisance.accounts.services.sign_in import note_sign_in

__all__ = [
    "LAST_ADMINISTRATOR",
    "ONESELF",
    "add_person",
    "add_unit",
    "assign_role",
    "change_person",
    "create_administrator",
    "create_api_key",
    "deactivate_person",
    "ensure_advisors",
    "invite_person",
    "name_advisors",
    "note_keys_taken",
    "note_people_taken",
    "note_sign_in",
    "note_trail_taken",
    "note_use_of_key",
    "reactivate_person",
    "remember_language",
    "rename_unit",
    "revoke_api_key",
    "withdraw_role",
]
