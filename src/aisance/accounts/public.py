"""The front door of accounts."""

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
    "client_address",
    "ensure_advisors",
    "root_unit",
    "unit_ids_in",
    "units_by_code",
    "units_in",
]
