"""The front door of accounts."""

from aisance.accounts.programmatic import api_key_auth, requires_api
from aisance.accounts.queries import (
    advisors_by_id,
    client_address,
    root_unit,
    unit_ids_in,
    units_by_code,
    units_in,
)
from aisance.accounts.services import ensure_advisors

__all__ = [
    "advisors_by_id",
    "api_key_auth",
    "client_address",
    "ensure_advisors",
    "requires_api",
    "root_unit",
    "unit_ids_in",
    "units_by_code",
    "units_in",
]
