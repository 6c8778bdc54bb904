"""The chores of this domain."""

from aisance.advocacy.promoters.asking import run_rule
from aisance.advocacy.winback.services import note_returns, write_waiting
from aisance.core.worker import chore

chore("testimonials", rest_seconds=600)(run_rule)
chore("lost customers who came back", rest_seconds=1800)(note_returns)
chore("lost customers to write to", rest_seconds=20)(write_waiting)
