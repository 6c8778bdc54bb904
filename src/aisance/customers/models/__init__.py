"""Tables of customers, a module for each kind of thing."""

from aisance.customers.models.customers import Customer, Identifier
from aisance.customers.models.imports import ImportRun, ImportTrace
from aisance.customers.models.purchases import Purchase, Visit
from aisance.customers.models.segments import Segment, SegmentVersion

__all__ = ["Customer", "Identifier", "ImportRun", "ImportTrace", "Purchase", "Segment", "SegmentVersion", "Visit"]
