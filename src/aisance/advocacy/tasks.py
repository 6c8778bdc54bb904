"""The chores of this domain."""

from aisance.advocacy.promoters.asking import run_rule
from aisance.core.worker import chore

chore("testimonials", rest_seconds=600)(run_rule)
