"""The front door of accounts."""

from aisance.accounts.naming import advisors_in
from aisance.accounts.programmatic import api_key_auth, requires_api
from aisance.accounts.queries import (
    advisors_by_code,
    advisors_by_id,
    client_address,
    client_network,
    people_covering,
    people_holding,
    people_within,
    person_card,
    roles_held,
    root_unit,
    unit_ids_in,
    unit_with_id,
    units_by_code,
    units_in,
    units_where_held,
    viewer_of,
)
from aisance.accounts.services import (
    add_person,
    add_unit,
    assign_role,
    create_administrator,
    ensure_advisors,
    name_advisors,
    remember_language,
)
from aisance.accounts.trail_names import names_in_trail
from aisance.accounts.webhooks.registry import publishes

__all__ = [
    "add_person",
    "add_unit",
    "advisors_by_code",
    "advisors_by_id",
    "advisors_in",
    "api_key_auth",
    "assign_role",
    "client_address",
    "client_network",
    "create_administrator",
    "ensure_advisors",
    "name_advisors",
    "names_in_trail",
    "people_covering",
    "people_holding",
    "people_within",
    "person_card",
    "publishes",
    "remember_language",
    "requires_api",
    "roles_held",
    "root_unit",
    "unit_ids_in",
    "unit_with_id",
    "units_by_code",
    "units_in",
    "units_where_held",
    "viewer_of",
]
