"""The chores of customers."""

from aisance.core.permissions import system_viewer
from aisance.core.worker import chore
from aisance.customers.bringing.runs import read_waiting, tidy
from aisance.customers.bringing.undoing import undo_waiting
from aisance.customers.identity.resolving import resolve_waiting
from aisance.customers.profile.counting import count_fields, remove_expired
from aisance.customers.search.services import index_due

# Aside: the first look through a million customers takes minutes.
chore("index customers", rest_seconds=1.0, aside=True)(index_due)
chore("count profile fields", rest_seconds=300.0, aside=True)(count_fields)
chore("end profiles", rest_seconds=3600.0)(remove_expired)
# Aside: after a large import everybody is compared with everybody.
chore("recognise customers", rest_seconds=2.0, aside=True)(resolve_waiting)


def bring_in() -> int:
    """Read a file that waits, then take back an import that is to be."""
    by = system_viewer("import")
    return read_waiting(by=by) + undo_waiting(by=by)


chore("bring customers in", rest_seconds=1.0, aside=True)(bring_in)
chore("tidy uploads", rest_seconds=3600.0)(tidy)
