"""The chores of customers."""

from aisance.core.worker import chore
from aisance.customers.search.services import index_due

# Aside: the first look through a million customers takes minutes.
chore("index customers", rest_seconds=1.0, aside=True)(index_due)
