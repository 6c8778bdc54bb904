"""Who may see a customer: whoever sees one of their contacts."""

from aisance.core.permissions import Viewer
from aisance.customers.public import decides_who_sees
from aisance.journeys.persons import customer_seen


@decides_who_sees
def sees_a_contact(viewer: Viewer, customer_id: int) -> bool:
    """Whether the viewer's units were in contact with the customer, or the viewer may see everybody."""
    return customer_seen(viewer, customer_id) is not None
