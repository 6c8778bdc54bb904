"""While a case is open its customer is asked nothing and sold nothing."""

from datetime import timedelta

from aisance.cases.contracts import HOLD_CODE
from aisance.cases.models import OPEN, Case
from aisance.cases.queries.reading import rows_of_persons
from aisance.core import clock
from aisance.core.permissions import Viewer, system_viewer
from aisance.customers.public import current
from aisance.outreach.public import NewHold
from aisance.outreach.public import hold as put_on_hold
from aisance.outreach.public import release as take_off_hold

FOR_LONG = timedelta(days=3650)
"""A case has no end by itself, and neither has its hold; closing the last one ends it."""


def hold(customer_id: int | None, *, by: Viewer) -> None:
    """Hold surveys and marketing back from a customer, in the caller's transaction."""
    if customer_id is not None:
        put_on_hold([NewHold(customer_id, HOLD_CODE, clock.now() + FOR_LONG)], by=by)


def settle_hold(customer_id: int | None) -> None:
    """Hold a customer with an open case, and let go one without; doing it again changes nothing.

    Called once a change is committed: two cases of one person that open and close at the same moment then both show.
    """
    if customer_id is None:
        return
    by = system_viewer("cases")
    person = current([customer_id]).get(customer_id)
    if person is None:
        return
    if Case.objects.filter(OPEN, person_id=person).exists():
        hold(person, by=by)
    else:
        take_off_hold(rows_of_persons([person]), HOLD_CODE, by=by)
